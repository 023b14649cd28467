#!/bin/bash
# A type that the organization made up goes through every command like a built-in one: no code knows any type.
. "$(dirname "$0")/lib.sh"
fresh
mkdir types
cat >types/widget.json <<'J'
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Widget",
  "description": "A thing that only this organization has.",
  "x-sms": {
    "plural": "widgets",
    "prefix": "WGT",
    "kind": "register",
    "command": "add",
    "clauses": ["8.2.6"],
    "columns": ["id", "state", "colour", "weight", "title"],
    "lifecycle": {
      "initial": "made",
      "final": ["broken"],
      "moves": { "made": ["used"], "used": ["broken"], "broken": [] },
      "stamps": { "broken": "broken_at" }
    },
    "links": { "part_of": ["widget"] },
    "workflow": ["broken_at"],
    "example": { "title": "Small widget", "colour": "red" }
  },
  "type": "object",
  "allOf": [
    { "$ref": "common.json#/$defs/envelope" },
    {
      "if": { "properties": { "state": { "const": "broken" } }, "required": ["state"] },
      "then": { "required": ["cause"] }
    }
  ],
  "properties": {
    "state": { "enum": ["made", "used", "broken", "void"] },
    "colour": { "description": "Its colour.", "type": "string", "enum": ["red", "green"] },
    "weight": { "description": "In grams.", "type": "number", "minimum": 0 },
    "part_of": { "description": "Widget it belongs to.", "type": "string", "format": "sms-id" },
    "cause": { "description": "Why it broke.", "type": "string" },
    "broken_at": { "description": "When it broke.", "type": "string", "format": "date-time" }
  },
  "required": ["title", "colour"],
  "unevaluatedProperties": false
}
J

it 'is committed like any hand edit, and listed among the types'
run sms commit --all
succeeds
run sms types
stdout_has 'widget'
run sms types widget
stdout_has 'weight'
is_clean

it 'gives its fields as options'
run sms add-widget -h
stdout_has '--colour'
stdout_has 'usage: sms add-widget --'
stdout_lacks ' TYPE'
run sms add-widget gadget
status_is 2
stderr_has 'hint: sms add-widget -h'
run sms add -h
stdout_has ' TYPE'
run sms add-widget --title 'Big widget' --colour red --weight 12.50
succeeds
stdout_is WGT-BIG-WIDGET
run sms add widget --title 'Small widget' --colour green --part-of big
succeeds
run sms add-widget --title x --colour blue
status_is 2
stderr_has 'must be one of red, green'
run sms add-widget --title x --colour red --weight -1
status_is 2
run sms add-widget --title x
status_is 2
stderr_has 'colour is missing'

it 'keeps numbers as they were written'
run sms show big --json
stdout_has '"weight": 12.50'

it 'is listed, searched, filtered and sorted'
run sms list widgets --where 'weight > 12 and colour = red' --columns id
stdout_has WGT-BIG
stdout_lacks WGT-SMALL
run sms search 'small' widget --ids
stdout_is WGT-SMALL-WIDGET

it 'is changed, noted, linked and attached to'
run sms set small weight=3
succeeds
run sms note small hello
succeeds
run sms link small depends-on big
succeeds
echo x >"$WORK/x.txt"
run sms attach small "$WORK/x.txt"
succeeds
is_clean

it 'goes through its lifecycle, with what its states ask for'
run sms move small used
succeeds
run sms move small made
status_is 2
run sms move small broken
status_is 2
stderr_has 'cause'
run sms move small broken cause='fell down'
succeeds
run sms show small --json
json_has '.broken_at != null and .state == "broken"'

it 'is approved where the settings say so'
jq '.approvals += [{"name": "Widgets", "type": "widget", "roles": ["ROL-SMS-MANAGER"], "count": 1, "independent": false, "signature": "optional"}]' \
  sms.json >"$WORK/s.json" && cp "$WORK/s.json" sms.json
run sms commit --all
succeeds
run sms approve big --yes
succeeds
stdout_has approved
sms set big weight=13 >/dev/null
run sms list widget --columns id,approval
stdout_has stale

it 'is checked, logged, compared and digested'
run sms diff big HEAD~1
status_is 1
run sms log big
succeeds
run sms trail big --json
json_has '.status == "stale"'
run sms digest big
succeeds
sed -i 's/"red"/"blue"/' records/widget/WGT-BIG-WIDGET.json
run sms check
status_is 1
stdout_has 'records/widget/WGT-BIG-WIDGET.json:'
stdout_has 'must be one of red, green'
git checkout -q -- .

it 'is imported'
printf '{"title": "Third widget", "colour": "green"}\n' >"$WORK/w.ndjson"
run sms import widget "$WORK/w.ndjson"
succeeds
run sms show third --json
json_has '.colour == "green"'
is_clean

it 'is drawn from for an auditor'
run sms sample widget -n 2 --seed 1 --json
succeeds
json_has '.type == "widget" and .population == 3 and (.records | length) == 2'
run sms sample widget -n 5 --seed 1 --where 'colour = red'
succeeds
stdout_has WGT-BIG-WIDGET
stdout_lacks WGT-SMALL-WIDGET

it 'is proven from the history, and what happened behind its back is found'
run sms verify --json
succeeds
json_has '.verdict == "proven" and ([.statements[]] | add) == 1'
git clone -q . "$WORK/tampered"
git -C "$WORK/tampered" rm -q records/widget/WGT-SMALL-WIDGET.json &&
  git -C "$WORK/tampered" -c user.name=X -c user.email=x@example.org commit -q -m 'tidy up' ||
  fault 'the record is still there'
run sms -C "$WORK/tampered" verify --json
status_is 1
json_has '[.findings[] | select((.file // "") + (.record // "") | test("WGT-SMALL-WIDGET"))] | length > 0'

it 'counts for a requirement that asks for it, and for no other'
mkdir rules
cat >rules/widgets.json <<'J'
{
  "schema": "sms/requirements/1",
  "clause": "8.2.6",
  "items": [
    {
      "id": "8.2.6-z",
      "statement": "8.2.6/90",
      "requirement": "Every widget has been weighed",
      "judged": "full",
      "absent": "minor",
      "tests": [
        {
          "filled": { "of": { "type": "widget" }, "fields": ["weight"] },
          "say": "{failing} of {population} widgets were never weighed: {id} first",
          "fix": "sms set {id} weight=GRAMS"
        }
      ]
    }
  ]
}
J
sms commit --all >/dev/null
run sms audit --record third --json
status_is 1
json_has '[.items[].id] | index("8.2.6-z") != null'
json_has '.findings[] | select(.rule == "8.2.6-z") | .records == ["WGT-THIRD-WIDGET"]'
sms set third weight=7 >/dev/null
run sms audit --record third --json
json_has '.items[] | select(.id == "8.2.6-z") | .result == "conform"'
sms add-person --title 'Hall Porter' --emails hall@example.org >/dev/null || fault 'no person'
run sms audit --record hall --json
json_has '[.items[].id] | index("8.2.6-z") == null'

it 'is completed'
run sms __complete -- add-wid
stdout_has add-widget

it 'extends a built-in type without copying it'
cat >types/service.json <<'J'
{
  "title": "Service",
  "description": "A service, with where it is filed.",
  "x-sms": { "extends": true },
  "properties": { "shelf": { "description": "Where its papers are.", "type": "string" } }
}
J
run sms commit --all
succeeds
run sms add-service --title Email --description d --value v --criticality low --shelf B7
succeeds
run sms show email --json
json_has '.shelf == "B7"'

it 'is refused with file, line and column where it is no good'
sed -i 's/"kind": "register"/"kind": "thing"/' types/widget.json
run sms list widget
status_is 2
stderr_has 'types/widget.json:'
git checkout -q -- types/widget.json
finish
