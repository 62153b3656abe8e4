-- Gaps are also looked up in degrees, as every layer is.

create index gap_geom on gap using gist (geom);
