CREATE INDEX annotation_reviewer ON annotation (reviewer, kind, changed);
