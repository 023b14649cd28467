#!/bin/bash
# sms check --schema: any JSON against any JSON Schema, without a repository. And the formats of both uses of check.
. "$(dirname "$0")/lib.sh"
FORMATS=$TOP/tests/cases/formats
# The SARIF schema is of draft-04; what it uses means the same in draft-07.
jq '."$schema" = "http://json-schema.org/draft-07/schema#" | del(.id)' "$FORMATS/sarif-2.1.0-rtm.5.json" >"$WORK/sarif.json"

# What stdout holds is SARIF, JUnit as Ant and Jenkins have it, our own JSON.
is_sarif() {
  sms check --schema "$WORK/sarif.json" --formats "$STDOUT" >"$WORK/.seen" 2>&1 || fault "no SARIF: $(cat "$WORK/.seen")"
}
is_junit() {
  local schema
  for schema in ant jenkins; do
    xmllint --noout --schema "$FORMATS/junit-$schema.xsd" "$STDOUT" >"$WORK/.seen" 2>&1 ||
      fault "no JUnit for $schema: $(head -3 "$WORK/.seen")"
  done
}
is_check_json() {
  sms check --schema sms:output/check.json "$STDOUT" >"$WORK/.seen" 2>&1 || fault "no sms/check/1: $(cat "$WORK/.seen")"
}
# What xpath expression $1 gives of stdout is $2.
xml_is() {
  local seen
  seen=$(xmllint --xpath "$1" "$STDOUT" 2>&1)
  [ "$seen" = "$2" ] || fault "xpath $1 is '$seen', not '$2'"
}

cd "$WORK" || exit 1
mkdir defs data data/.git data/sub
cat >order.json <<'END'
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "priority": { "enum": ["P1", "P2", "P3"] },
    "customer": { "$ref": "defs/customer.json" },
    "at": { "format": "date-time" }
  },
  "additionalProperties": false
}
END
echo '{"type": "object", "required": ["name"]}' >defs/customer.json
echo '{"priority": "P1", "customer": {"name": "Anna"}}' >data/good.json
printf '{\n  "priority": "urgent",\n  "customer": {}\n}\n' >data/bad.json
printf '{"priority": "P2"}\n\n{"priority": "P9"}\r\n{"priority": "P3"}' >data/sub/lines.ndjson
echo 'not even JSON' >data/.git/x.json
echo 'no JSON' >data/notes.txt
ln -s ../order.json data/link.json

it 'names file, line, column, pointer and what is wrong'
run sms check --schema order.json data
status_is 1
stdout_is 'data/bad.json:2:15  /priority
    priority is '\''urgent'\''; it must be one of P1, P2, P3
data/bad.json:3:15  /customer
    customer.name is missing
data/sub/lines.ndjson:3:14  /priority
    priority is '\''P9'\''; it must be one of P1, P2, P3; did you mean '\''P1'\''?

3 files, 5 documents, 3 valid, 2 not'
stderr_is_empty

it 'takes files, and says that they are valid'
run sms check --schema order.json data/good.json ./data/good.json
succeeds
stdout_is '2 files, 2 valid, 0 not'

it 'reads standard input, by name and without any'
run_with '{"priority": 1}' sms check --schema order.json -
status_is 1
stdout_has '<stdin>:1:14  /priority'
run_with '{"priority": "P1"}' sms check --schema order.json
succeeds
run_with '{}' sms check --schema order.json - -
status_is 2
is_one_error

it 'reads lines of standard input, and of any file, where told to'
cp data/sub/lines.ndjson events.log
run_with "$(cat events.log)" sms check --schema order.json --ndjson
status_is 1
stdout_has '<stdin>:3:14'
run sms check --schema order.json --ndjson --json events.log
status_is 1
json_has '.files == 1 and .documents == 3 and .valid == 2 and .invalid == 1 and .findings[0].line == 3'
is_check_json

it 'wants something to check where standard input is a terminal'
script -qec "'$SMS' check --schema order.json" /dev/null >"$STDOUT" 2>&1 </dev/null
STATUS=$?
status_is 2
stdout_has 'nothing to check'

it 'tells a missing file or schema, and reads none of the others'
run sms check --schema order.json data/bad.json nowhere.json
status_is 2
is_one_error
stdout_is ''
run sms check --schema nowhere.json data
status_is 2
is_one_error

it 'ends with 4 where a file cannot be read'
run sms check --schema order.json data/bad.json /proc/self/mem
status_is 4
is_one_error
stdout_is ''

it 'finds what is not JSON as RFC 8259 and I-JSON have it'
mkdir odd
printf '\xef\xbb\xbf{}' >odd/a-mark.json
: >odd/b-empty.json
printf '{"priority": "P1",\n "priority": "P2"}' >odd/c-twice.json
printf '{"priority": "\xff"}' >odd/d-bytes.json
printf '{} {}' >odd/e-two.json
run sms check --schema order.json --json odd
status_is 1
json_has '[.findings[] | "\(.rule) \(.line):\(.column)"] ==
  ["json 1:1", "json 1:1", "json 2:2", "json 1:15", "json 1:4"]'
is_check_json

it 'takes hostile names of files in every format'
mkdir hostile
echo '{"priority": 1}' >"$(printf 'hostile/line\nbreak "q" <&>.json')"
echo '{"priority": 2}' >"$(printf 'hostile/\x1b[31m%%.json')"
echo '{"priority": 3}' >"$(printf 'hostile/\xff.json')"
run sms check --schema order.json hostile
status_is 1
stdout_has 'hostile/line\x0abreak "q" <&>.json:1:14'
stdout_has 'hostile/\x1b[31m%.json:1:14'
stdout_has 'hostile/\xff.json:1:14'
stdout_has '3 files, 0 valid, 3 not'
run sms check --schema order.json --json hostile
is_check_json
run sms check --schema order.json --format sarif hostile
is_sarif
json_has '[.runs[0].results[].locations[0].physicalLocation.artifactLocation.uri] | sort ==
  ["hostile/%1B%5B31m%25.json", "hostile/%FF.json", "hostile/line%0Abreak%20%22q%22%20%3C&%3E.json"]'
run sms check --schema order.json --format junit hostile
is_junit
xml_is 'count(//testcase/failure)' 3
run sms check --schema order.json --format basic hostile
[ "$(jq -s length "$STDOUT")" = 3 ] || fault 'not a line of JSON for each document'

it 'judges what the drafts ask for: 2020-12 where nothing else is said, draft-07 where it is'
echo '{"prefixItems": [{"type": "null"}]}' >new.json
echo '{"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "null"}]}' >old.json
run_with '[1]' sms check --schema new.json
status_is 1
run_with '[1]' sms check --schema old.json
status_is 1
echo '{"$schema": "http://json-schema.org/draft-04/schema#"}' >older.json
run_with '[1]' sms check --schema older.json
status_is 2
is_one_error

it 'takes format as an annotation, and asserts it where asked'
run_with '{"at": "yesterday"}' sms check --schema order.json
succeeds
run_with '{"at": "yesterday"}' sms check --schema order.json --formats
status_is 1
stdout_has "at is 'yesterday'"

it 'names the place of what is wrong in a schema'
printf '{\n  "type": "objekt",\n  "properties": []\n}' >wrong.json
run sms check --schema wrong.json data
status_is 2
is_one_error
stderr_has "wrong.json:2:11: /type: type is 'objekt'"
stderr_has 'hint: wrong.json:3:17: /properties'
printf '{"properties": {\n "a": {"pattern": "a("}}}' >wrong.json
run sms check --schema wrong.json data
status_is 2
stderr_has 'wrong.json:2:19: /properties/a/pattern: '
printf '{"minimum": 1,}' >wrong.json
run sms check --schema wrong.json data
status_is 2
stderr_has 'wrong.json:1:15: '

it 'follows references to files beside and below, and to no others'
mkdir -p schemas/sub
echo '{"$ref": "sub/b.json#/$defs/n"}' >schemas/a.json
echo '{"$defs": {"n": {"$ref": "../c%20d.json"}}}' >schemas/sub/b.json
echo '{"type": "number"}' >'schemas/c d.json'
run_with '"x"' sms check --schema schemas/a.json
status_is 1
stdout_has 'it must be a number'
printf '{"properties": {\n "x": {"$ref": "../order.json"}}}' >schemas/up.json
run_with '{}' sms check --schema schemas/up.json
status_is 2
is_one_error
stderr_has "schemas/up.json:2:16: /properties/x/\$ref: refers to '../order.json', which is not there"
stderr_has '--resource'
run_with '{"x": {"priority": "P9"}}' sms check --schema schemas/up.json --resource order.json --resource defs
status_is 1
stdout_has '/x/priority'
ln -s ../order.json schemas/link.json
echo '{"$ref": "link.json"}' >schemas/by-link.json
run_with '{}' sms check --schema schemas/by-link.json
status_is 2
stderr_has 'symbolic link'
echo '{"$ref": "https://example.org/far.json"}' >schemas/far.json
run_with '{}' sms check --schema schemas/far.json
status_is 2
stderr_has "refers to 'https://example.org/far.json'"

it 'finds schemas by their $id: those given, and those beside where the first one has its own'
mkdir -p ids
echo '{"$id": "https://example.org/s/main.json", "$ref": "part.json"}' >ids/main.json
echo '{"$id": "https://example.org/s/part.json", "type": "null"}' >ids/part.json
run_with '1' sms check --schema ids/main.json
status_is 1
stdout_has 'it must be null'
mkdir -p apart/all && mv ids/part.json apart/all/p.json
run_with '1' sms check --schema ids/main.json
status_is 2
run_with '1' sms check --schema ids/main.json --resource apart
status_is 1
stdout_has 'it must be null'
echo '{"$id": "https://example.org/s/part.json", "type": "nil"}' >apart/all/p.json
run_with '1' sms check --schema ids/main.json --resource apart
status_is 2
stderr_has 'apart/all/p.json:1:52: /type: '

it 'holds a schema against a metaschema of the user'"'"'s own'
cat >meta.json <<'END'
{"$id": "https://example.org/meta", "$schema": "https://json-schema.org/draft/2020-12/schema", "$dynamicAnchor": "meta",
 "$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/core": true,
                 "https://json-schema.org/draft/2020-12/vocab/validation": true},
 "allOf": [{"$ref": "https://json-schema.org/draft/2020-12/schema"}], "required": ["title"]}
END
echo '{"$schema": "https://example.org/meta", "type": "null"}' >own.json
run_with 1 sms check --schema own.json
status_is 2
stderr_has "'https://example.org/meta' is not known"
run_with 1 sms check --schema own.json --resource meta.json
status_is 2
stderr_has 'own.json:1:1: title is missing'
echo '{"$schema": "https://example.org/meta", "title": "t", "type": "null"}' >own.json
run_with 1 sms check --schema own.json --resource meta.json
status_is 1

it 'takes pipes, and tells that its output did not arrive'
run bash -c "'$SMS' check --schema <(cat order.json) <(echo '{\"priority\": 1}')"
status_is 2
stderr_has 'defs/customer.json'
run bash -c "'$SMS' check --schema <(echo '{\"type\": \"null\"}') <(echo '{}')"
status_is 1
run bash -c "'$SMS' check --schema order.json data/good.json >/dev/full"
status_is 4

it 'knows the built-in schemas'
run_with '{}' sms check --schema sms:types/incident.json
status_is 1
stdout_has 'title is missing'
run_with '{}' sms check --schema sms:nothing.json
status_is 2

it 'refuses options of the other use'
run sms check --ndjson
status_is 4
fresh
run sms check --formats
status_is 2
stderr_has 'goes with --schema'
run sms check --format basic
status_is 2
run sms check --schema "$WORK/order.json" --since HEAD "$WORK/data"
status_is 2
run sms check --schema "$WORK/order.json" --at HEAD "$WORK/data"
status_is 2
cd "$WORK" || exit 1

it 'prints JSON that its own schema accepts'
run sms check --schema order.json --json data
status_is 1
is_check_json
json_has '.schema == "sms/check/1" and .files == 3 and .documents == 5 and .valid == 3 and .invalid == 2'
json_has '.findings[0] == {"grade": "major", "rule": "schema", "file": "data/bad.json", "line": 2, "column": 15,
  "pointer": "/priority", "keyword": "/properties/priority/enum",
  "message": "priority is '"'urgent'"'; it must be one of P1, P2, P3"}'

it 'prints SARIF that the schema of OASIS accepts'
run sms check --schema order.json --format sarif data /dev/stdin
status_is 1
is_sarif
json_has '.runs[0] | .tool.driver.rules[.results[0].ruleIndex].id == .results[0].ruleId'
json_has '.runs[0].results[0].locations[0].physicalLocation ==
  {"artifactLocation": {"uri": "data/bad.json", "uriBaseId": "SRCROOT"}, "region": {"startLine": 2, "startColumn": 15}}'
json_has '[.runs[0].results[].level] | unique == ["error"]'
json_has '[.runs[0].results[].partialFingerprints[]] | length == (unique | length)'
json_has '[.runs[0].results[].locations[0].physicalLocation.artifactLocation | select(.uri == "file:///dev/stdin")] |
  length == 1 and .[0].uriBaseId == null'
run_with '{"priority": 0}' sms check --schema order.json --format sarif
is_sarif
run sms check --schema order.json --format sarif data/good.json
succeeds
is_sarif
json_has '.runs[0].results == [] and .runs[0].invocations[0].executionSuccessful'

it 'gives a finding the same fingerprint when lines are added above it'
one=$(sms check --schema order.json --format sarif data/bad.json | jq -c '[.runs[0].results[].partialFingerprints]')
cp data/bad.json kept.json
printf '\n\n\n' | cat - kept.json >data/bad.json
two=$(sms check --schema order.json --format sarif data/bad.json | jq -c '[.runs[0].results[].partialFingerprints]')
mv kept.json data/bad.json
[ "$one" = "$two" ] || fault "$one is not $two"

it 'prints JUnit as Ant and Jenkins read it'
run sms check --now 2026-11-22T10:15:00Z --schema order.json --format junit data
status_is 1
is_junit
xml_is 'string(//testsuite/@tests)' 3
xml_is 'string(//testsuite/@failures)' 2
xml_is 'string(//testsuite/@errors)' 0
xml_is 'string(//testsuite/@timestamp)' 2026-11-22T10:15:00
xml_is 'string(//testcase[@name="data/bad.json"]/failure/@message)' \
  "priority is 'urgent'; it must be one of P1, P2, P3 (and 1 more)"
xml_is 'count(//testcase[@name="data/good.json"]/*)' 0

it 'prints the basic output of the specification, a line for each document'
run sms check --schema order.json --format basic data
status_is 1
[ "$(jq -c '[.file, .line, .valid]' "$STDOUT" | tr '\n' ' ')" = '["data/bad.json",null,false] ["data/good.json",null,true] ["data/sub/lines.ndjson",1,true] ["data/sub/lines.ndjson",3,false] ["data/sub/lines.ndjson",4,true] ' ] ||
  fault "not the documents in their order"
[ "$(jq -rs '.[0].errors[] | select(.instanceLocation == "/priority") | .keywordLocation' "$STDOUT")" = /properties/priority/enum ] ||
  fault 'no keyword location'
run sms check --schema order.json --format basic odd
status_is 1
[ "$(jq -s 'all(.valid == false and (.errors | length == 1))' "$STDOUT")" = true ] || fault 'not the shape of errors'

it 'streams lines: a file far larger than the memory it may use'
awk 'BEGIN { for (i = 0; i < 400000; i++) printf "{\"priority\": \"P%d\"}\n", 1 + i % 3; print "{\"priority\": 9}" }' >large.jsonl
if [ -n "${SMS_RELEASE:-}" ]; then
  LAST='check of 8 MB of lines within 60 MB'
  (ulimit -v 60000 && "$SMS_RELEASE" check --schema order.json large.jsonl) >"$STDOUT" 2>"$STDERR" </dev/null
  STATUS=$?
else
  run sms check --schema order.json large.jsonl
fi
status_is 1
stdout_has 'large.jsonl:400001:14'
stdout_has '1 file, 400001 documents, 400000 valid, 1 not'
rm large.jsonl

it 'reads a line of megabytes, and gives up one beyond the limit without losing the next'
{ printf '{"priority": "'; head -c 3000000 /dev/zero | tr '\0' x; printf '"}\n{}\n'; } >long.ndjson
run sms check --schema order.json --json long.ndjson
status_is 1
json_has '.documents == 2 and .valid == 1 and .findings[0].line == 1'
{ printf '"'; head -c 67108900 /dev/zero | tr '\0' x; printf '"\n{}\n'; } >long.ndjson
run sms check --schema order.json --json long.ndjson
status_is 3
json_has '.documents == 2 and .valid == 1 and .unjudged == 1 and .findings[0].rule == "limit"'
is_check_json
rm long.ndjson

it 'says what could not be judged, with a status of its own'
deep=$(printf '[%.0s' {1..100})$(printf ']%.0s' {1..100})
run_with "$deep" sms check --schema order.json
status_is 3
stdout_has 'nested deeper than 64'
stdout_has '1 file, 0 valid, 0 not, 1 not judged'
run_with "$deep" sms check --schema order.json --format junit
status_is 3
is_junit
xml_is 'string(//testsuite/@errors)' 1
run_with "$deep" sms check --schema order.json --format sarif
is_sarif
json_has '.runs[0].invocations[0].executionSuccessful == false'
run_with "$deep" sms check --schema order.json --format basic
status_is 3
json_has '.unjudged != null and .valid == null'
echo "$deep" >deep.json
run sms check --schema order.json deep.json data/bad.json
status_is 1

it 'gives the same to the byte with one thread and with two'
mkdir many
for i in {1..300}; do echo "{\"priority\": \"P$((i % 4))\"}" >"many/$i.json"; done
run sms check --schema order.json many
cp "$STDOUT" first
run sms check --schema order.json $(printf '%s\n' many/*.json | LC_ALL=C sort)
cmp -s first "$STDOUT" || fault 'files of a folder and named files differ'
run taskset 1 "$SMS" check --schema order.json many
cmp -s first "$STDOUT" || fault 'runs differ'
stdout_has '300 files, 225 valid, 75 not'

it 'checks records in the same formats'
fresh
sms add-service --title Email --description d --value v --criticality high >/dev/null
sed -i 's/"criticality": "high"/"criticality": "enormous"/' records/service/*.json
run sms check --json
status_is 1
is_check_json
json_has '.records > 0 and .findings[0].rule == "schema"'
run sms check --format sarif
status_is 1
is_sarif
json_has '.runs[0].results[0].properties.fix == "sms edit SVC-EMAIL"'
run sms check --format junit
status_is 1
is_junit
xml_is 'count(//testcase[@name="schema"]/failure)' 1
xml_is 'count(//testcase[@name="link"]/failure)' 0
run sms check
stdout_has 'schema'
stdout_has 'records, 1 finding'

it 'has every rule of a finding in its table, and explains it without a repository'
cd "$WORK" || exit 1
for rule in $(sed -nE 's/.*(sms_finding_add\([^"]*|[^_]add\([^"]*)"([a-z-]+)".*/\2/p' "$TOP"/lib/work/check/*.c "$TOP"/lib/work/validate/*.c | sort -u); do
  run sms explain "$rule"
  succeeds
  stdout_has 'What it means'
done
sms __man check >page.1
file_has page.1 'stale (minor)'
run sms __complete -- explain st
stdout_has stale

it 'runs the examples of its manual page'
mkdir -p orders && cp data/good.json orders/ && cp order.json order.schema.json && cp order.json event.json
cp data/sub/lines.ndjson events.log
sms help check | sed -n 's/^ *\(sms check --schema .*\)$/\1/p' | sort -u >examples
[ "$(wc -l <examples)" -eq 2 ] || fault "not the two examples: $(cat examples)"
run bash -c "$(grep orders/ examples | sed "s|^sms|'$SMS'|")"
succeeds
run bash -c "$(grep ndjson examples | sed "s|^sms|'$SMS'|")"
status_is 1
stdout_has '<stdin>:3:14'
finish
