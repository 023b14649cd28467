code=id-reused
honest() {
  as anna
  mkdir -p types
  echo '{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Box", "description": "Made up.",
    "type": "object", "allOf": [{"$ref": "common.json#/$defs/envelope"}], "properties": {},
    "unevaluatedProperties": false, "x-sms": {"plural": "boxes", "prefix": "BOX", "kind": "register",
    "command": "add", "clauses": ["7.5"], "columns": ["id", "title"], "lifecycle": {"initial": "open",
    "final": ["shut"], "moves": {"open": ["shut"], "shut": []}}}}' >types/box.json
  commit types
  do_sms add-box --title One
}
tamper() {
  git rm -q records/box/BOX-ONE.json
  git mv types/box.json types/crate.json
  commit types
  do_sms add-crate --title One
}
