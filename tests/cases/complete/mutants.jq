# Ways to take away or break what a record shows, and what is written of it for git. Input: lines { "path", "json" }, one
# for each record; $cases: further mutants, in the form of cases.json beside this file; $all: each record in each way,
# else of every second type one record in one way, so that types and ways take turns. Output: one mutant a line,
# { "name", "ids", "what", "tree": [[PATH, RECORD or null for none]], "expect"? }.

def text: type == "string" and test(" ") and (test("^[0-9]{4}-") | not);
def is_id: type == "string" and test("^[A-Z]{2,4}-[A-Z0-9-]+$");
def names: is_id or (type == "array" and length > 0 and all(.[]; is_id));
def kept: ["id", "type", "state", "title", "created", "log"];
def said(edit): with_entries(if .key | IN(kept[]) then . else .value |= edit end);

def broken($way):
  if $way == "drop" then null
  elif $way == "void" then .state = "void"
  elif $way == "hollow" then said(walk(if text then "TBD" else . end))      # words that say nothing
  elif $way == "unlinked" then del(.links) | with_entries(select((.key | IN(kept[])) or (.value | names | not)))
  elif $way == "old" then said(walk(if type == "string" and test("^20[0-9]{2}-[0-9]{2}-[0-9]{2}")
    then "\(.[:4] | tonumber - 3)\(.[4:])" else . end))                     # three years ago
  else .title += ", revised" end;                                           # what was approved is so no more

def place($path): $path | split(".") | map(if test("^[0-9]+$") then tonumber else . end);
def put($new): reduce ($new | to_entries[]) as $one (.; setpath(place($one.key); $one.value));

[inputs] as $records |
["drop", "void", "hollow", "unlinked", "old", "edited"] as $ways |
($records | group_by(.json.type) | to_entries) as $types |
($records | map({ key: .json.id, value: . }) | from_entries) as $by_id |
(if $all then $records[] as $one | $ways[] | [$one, .]
  else $types[] | .key as $n | select($n % 2 == 0) | [.value[$n * 5 % (.value | length)], $ways[($n / 2 | floor) % ($ways | length)]] end
  | .[0] as $one | .[1] as $way | ($one.json | broken($way)) as $new | select($new != $one.json) |
  { name: "\($way)/\($one.json.id)", ids: [$one.json.id], what: $way, tree: [[$one.path, $new]] }),
($cases | to_entries[] | .key as $n | .value |
  (((.drop // []) | map([$by_id[.].path, null])) +
   ((.set // {}) | to_entries | map([$by_id[.key].path, (.value as $new | $by_id[.key].json | put($new))]))) as $tree |
  { name: "case/\($n)", ids: ((.drop // []) + ((.set // {}) | keys)), what, tree: $tree, expect })
