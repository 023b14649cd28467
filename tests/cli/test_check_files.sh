#!/bin/bash
# Faults in what a repository itself defines: settings, types, rules, maps, reports. They are findings with their place,
# and the rest is judged as far as that goes; who writes is refused and sent to `sms check`.
. "$(dirname "$0")/lib.sh"
fresh
git config --global user.name Anna
git config --global user.email anna@example.org
mkdir types reports
widget() {
  cat <<'J'
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Widget",
  "description": "A thing that only this organization has.",
  "x-sms": {
    "plural": "widgets",
    "prefix": "WGT",
    "kind": "register",
    "clauses": ["8.2.6"],
    "columns": ["id", "state", "title"],
    "lifecycle": { "initial": "made", "final": ["broken"], "moves": { "made": ["broken"], "broken": [] } }
  },
  "type": "object",
  "allOf": [{ "$ref": "common.json#/$defs/envelope" }],
  "properties": { "colour": { "description": "Its colour.", "enum": ["red", "green"] } },
  "required": ["title", "colour"],
  "unevaluatedProperties": false
}
J
}
widget >types/widget.json
sms commit --all >/dev/null
sms add-widget --title One --colour red >/dev/null
sms add-service --title Email --description d --value v --criticality high >/dev/null

it 'finds the fault in a type, and judges its records by the type at HEAD'
sed -i 's/"kind": "register"/"kind": "registr"/' types/widget.json
run sms check --json
status_is 1
json_has '[.findings[] | {rule, file, line, column, pointer}] == [{"rule": "schema", "file": "types/widget.json", "line": 8, "column": 13, "pointer": "/x-sms/kind"}]'
json_has '.findings[0].message | test("did you mean .register.")'
sed -i 's/"red"/"blue"/' records/widget/WGT-ONE.json
run sms check
status_is 1
stdout_has 'types/widget.json:8:13'
stdout_has 'records/widget/WGT-ONE.json:'
stdout_has "colour is 'blue'"

it 'refuses whoever writes meanwhile, with the first fault and the way to all of them'
git checkout -q records
remember
run sms set email tags+=x
status_is 2
is_one_error
stderr_has 'types/widget.json:8:13: '
stderr_has 'hint: sms check'
unchanged

it 'cannot judge records whose type is no good and has never been: 3, after what it found'
git add -A && git commit -qm 'a type that is no good'
sed -i 's/"d"/7/' records/service/SVC-EMAIL.json
run sms check
status_is 3
stdout_has 'types/widget.json:8:13'
stdout_has 'records/widget/WGT-ONE.json:1:1'
stdout_has 'cannot be judged: types/widget.json is no good'
stdout_has 'records/service/SVC-EMAIL.json:'
run sms check --json records/service
status_is 1
json_has '[.findings[].file] | unique == ["records/service/SVC-EMAIL.json", "types/widget.json"]'
git checkout -q records

it 'never says that all is well where a type is no good'
run sms check --at HEAD
status_is 3
widget >types/widget.json
run sms check
succeeds
git add -A && git commit -qm 'the type is good again'

it 'finds several faults in several files at once'
sed -i 's/"made": \["broken"\]/"made": ["brokn"]/; s/"title", "colour"/"title", "colour", 7/' types/widget.json
sed -i 's/"priorities"/"prorities"/' sms.json
printf '{ "schema": "sms/report-definition/1" }\n' >reports/mine.json
run sms check --json
status_is 1
json_has '[.findings[].file] | unique == ["reports/mine.json", "sms.json", "types/widget.json"]'
json_has 'all(.findings[]; .line >= 1 and .column >= 1)'
rm reports/mine.json
git checkout -q .

it 'finds a fault in the settings, and judges by those at HEAD'
printf '{ "schema": "sms/settings/1",' >sms.json
run sms check
status_is 1
stdout_has 'sms.json:1:30'
stdout_has '  json'
run sms list service
status_is 2
stderr_has 'sms.json:1:30'
stderr_has 'hint: sms check'
git checkout -q sms.json

it 'finds a type that takes the prefix of another'
sed 's/"WGT"/"SVC"/; s/widgets/gadgets/' types/widget.json >types/gadget.json
run sms check --json
status_is 1
json_has '[.findings[] | {rule, file, line}] == [{"rule": "prefix", "file": "types/gadget.json", "line": 7}]'
rm types/gadget.json

it 'finds a reference that leads nowhere in what extends a type'
cat >types/service.json <<'J'
{
  "title": "Service",
  "description": "With a shelf.",
  "x-sms": { "extends": true, "links": { "shelf": ["shelv"] } },
  "properties": { "shelf": { "description": "Where.", "$ref": "#/$defs/shelf" } }
}
J
run sms check --json
status_is 1
json_has '[.findings[] | {rule, line, column}] == [{"rule": "schema", "line": 5, "column": 63}]'
sed -i 's/"$ref": "#.*shelf"/"type": "string"/' types/service.json
run sms check --json
json_has '[.findings[] | {rule, line, column}] == [{"rule": "type", "line": 4, "column": 52}]'
rm types/service.json

it 'finds a file of types that nothing reads'
mkdir types/old && widget >types/old/widget.json
run sms check --json
status_is 1
json_has '[.findings[] | .rule] == ["file"]'
rm -r types/old

it 'looks only at what differs, with --since'
sed -i 's/"columns"/"colums"/' types/widget.json
run sms check --since HEAD --json
status_is 1
json_has '.findings[0].file == "types/widget.json" and .records == 0'
git checkout -q .

it 'has a schema of types that knows what the program reads, and nothing else'
cd "$TOP" || exit 1
jq -r '.properties["x-sms"].properties | keys[]' schemas/meta/type.json | grep -vxF '$comment' | sort >"$WORK/known"
jq -r '.properties["x-sms"] | [.. | objects | .properties? | objects | keys[]] | unique[]' schemas/meta/type.json |
  sort >"$WORK/known-inside"
# sms_json_get*(…->about, "NAME"), sms_json_path(…, "NAME.MORE") and the same of the file's "x-sms" in the code.
grep -rhoE '(about|"x-sms"\)), "[a-z_.]+"|"x-sms\.[a-z_.]+"' lib/model cmd >"$WORK/places"
grep -rhoE 'type->about, "[a-z_.]+"|"x-sms\.[a-z_.]+"' lib/work >>"$WORK/places"
sed -E 's/.*"x-sms\.//; s/.*, "//; s/[".].*//' "$WORK/places" | sort -u >"$WORK/read"
run grep -xvFf "$WORK/known-inside" "$WORK/read"
[ "$STATUS" -eq 1 ] || fault 'the program reads what the schema does not know'
run grep -xvFf "$WORK/read" "$WORK/known"
[ "$STATUS" -eq 1 ] || fault 'the schema knows what the program does not read'
for name in $(jq -r '.properties["x-sms"].properties.lifecycle.properties | keys[]' schemas/meta/type.json | grep -v comment); do
  grep -rqE "lifecycle\.$name\"|lifecycle\(type\), \"$name\"" lib || fault "nothing reads lifecycle.$name"
done
finish
