-- From format 2 to format 3: evidence that names requests is found without reading all of it.

CREATE INDEX evidence_requests ON evidence (id) WHERE instr(body, '"requests":') > 0;
