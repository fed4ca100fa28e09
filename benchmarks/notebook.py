"""Runs docs/notebook.ipynb and writes what its cells show into it, or into another file.

python -m benchmarks.notebook [FILE]
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOK = Path(__file__).parent.parent / "docs" / "notebook.ipynb"


def executed(path: Path) -> NotebookNode:
    """Return a notebook with what its cells show when they are run anew, without the times of a run.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    # Beside its kernel it leaves nothing, and opens no port.
    with tempfile.TemporaryDirectory(prefix="presstab-notebook-") as folder:
        os.environ |= {"JUPYTER_RUNTIME_DIR": folder, "IPYTHONDIR": folder}
        kernel = AsyncKernelManager(kernel_name="python3", transport="ipc", ip=f"{folder}/kernel")
        client = NotebookClient(notebook, km=kernel, timeout=300, record_timing=False)
        client.execute(cwd=str(path.parent))
    notebook.metadata.language_info = {"name": "python"}
    return notebook


def shown(notebook: NotebookNode) -> list[str]:
    """Return what each output of a notebook shows as plain text."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return [output.data["text/plain"] if "data" in output else output.get("text", "") for output in outputs]


if __name__ == "__main__":
    nbformat.write(executed(NOTEBOOK), sys.argv[1] if sys.argv[1:] else NOTEBOOK)
