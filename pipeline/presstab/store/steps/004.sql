-- Which run a folder holds is read from its table of runs.
DROP TABLE exported;
