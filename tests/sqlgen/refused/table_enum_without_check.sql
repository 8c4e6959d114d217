-- label: PROT
CREATE TABLE t (id INTEGER PRIMARY KEY,
	stage TEXT NOT NULL -- enum: t_stage
) STRICT;
