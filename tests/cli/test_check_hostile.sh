#!/bin/bash
# sms check --schema with schemas and documents that want to hurt: each ends at once, and none of them passes.
. "$(dirname "$0")/lib.sh"
cd "$WORK" || exit 1
# Sanitizers cost; processor time is measured on the release build where there is one.
if [ -n "${SMS_RELEASE:-}" ]; then SMS=$SMS_RELEASE LIMIT=100; else LIMIT=3000; fi

# hostile STATUS: checks instance.json against schema.json, which ends with that status within LIMIT ms of processor time.
hostile() {
  local spent
  LAST="check --schema schema.json instance.json (at most $LIMIT ms)"
  TIMEFORMAT='%3U %3S'
  { time timeout 60 "$SMS" check --schema schema.json instance.json >"$STDOUT" 2>"$STDERR" </dev/null; } 2>times
  STATUS=$?
  spent=$(tail -1 times | awk '{ print int(($1 + $2) * 1000) }')
  status_is "$1"
  [ "$spent" -le "$LIMIT" ] || fault "it took $spent ms"
}
repeat() { head -c "$2" /dev/zero | sed "s/\x00/$1/g"; }
# A chain of definitions, each made of the one before: first body, body with @ for the reference, how many.
chain() {
  awk -v first="$1" -v body="$2" -v n="$3" 'BEGIN {
    printf "{\"$ref\": \"#/$defs/d%d\", \"$defs\": {\"d0\": %s", n, first
    for (i = 1; i <= n; i++) {
      one = body
      gsub(/@/, "{\"$ref\": \"#/$defs/d" (i - 1) "\"}", one)
      printf ",\n\"d%d\": %s", i, one
    }
    print "}}"
  }'
}

it 'ends references that go round'
echo '{}' >instance.json
echo '{"$ref": "#"}' >schema.json
hostile 2
echo '{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"anyOf": [{"$ref": "#/$defs/a"}]}}}' >schema.json
hostile 2
echo '{"$ref": "other.json"}' >schema.json
echo '{"$ref": "schema.json"}' >other.json
hostile 2
echo '{"$id": "http://x/a", "$dynamicAnchor": "n", "$ref": "b", "$defs": {"b": {"$id": "http://x/b",
  "$defs": {"n": {"$dynamicAnchor": "n", "type": "null"}}, "anyOf": [{"$dynamicRef": "#n"}]}}}' >schema.json
hostile 3

it 'ends schemas whose work is exponential'
echo '"x"' >instance.json
chain '{"minLength": 1}' '{"allOf": [@, @]}' 40 >schema.json
hostile 3
chain '{"minLength": 1}' '{"anyOf": [{"not": @}, {"not": @}]}' 40 >schema.json
hostile 3
chain '{"minLength": 1}' '{"if": @, "then": @, "else": @}' 40 >schema.json
hostile 3
chain '{"minLength": 1}' '{"maxLength": 5, "allOf": [@]}' 3000 >schema.json
hostile 3

it 'ends patterns that backtrack for ever'
printf '"%sb"' "$(repeat a 100)" >instance.json
echo '{"pattern": "^(a*)*\\1$"}' >schema.json
hostile 3
echo '{"not": {"pattern": "^(a*)*\\1$"}}' >schema.json
hostile 3
echo '{"pattern": "^(a|aa)+$"}' >schema.json
hostile 1
printf '{"%sb": 1}' "$(repeat a 100)" >instance.json
echo '{"patternProperties": {"^(a*)*\\1$": false}}' >schema.json
hostile 3

it 'ends patterns that are enormous'
echo '"x"' >instance.json
printf '{"pattern": "%s%s"}' "$(repeat '(' 5000)" "$(repeat ')' 5000)" >schema.json
hostile 2
echo '{"pattern": "((a{1,1000}){1,1000}){1,1000}"}' >schema.json
hostile 2
echo '{"pattern": "a{99999999999}"}' >schema.json
hostile 2

it 'ends nesting without end, in schema and document'
repeat '\[' 1000000 >instance.json
echo 'true' >schema.json
hostile 3
cp instance.json schema.json
echo '{}' >instance.json
hostile 2
printf '%s{}%s' "$(repeat 'N' 1000 | sed 's/N/{"not": /g')" "$(repeat '}' 1000)" >schema.json
hostile 2

it 'takes no number for what it is not'
echo '{"multipleOf": 1e1000000}' >schema.json
hostile 2
echo '{"maxLength": 1e1000000}' >schema.json
hostile 2
echo '"xx"' >instance.json
echo '{"maxLength": 1e300}' >schema.json
hostile 0
echo '{"minLength": 1e300}' >schema.json
hostile 1
echo '{"multipleOf": 1e-300}' >schema.json
echo '1e300' >instance.json
hostile 0
printf '{"multipleOf": 0.%s1}' "$(repeat 0 200000)" >schema.json
hostile 0
printf '{"multipleOf": 0.%s}' "$(repeat 3 200000)" >schema.json
hostile 2
printf '{"multipleOf": 3}' >schema.json
printf '1%s' "$(repeat 0 300)" >instance.json
hostile 1

it 'looks at many elements and names in time that grows with them'
seq -s, 1 60000 | sed 's/.*/[&, 60000]/' >instance.json
echo '{"uniqueItems": true}' >schema.json
hostile 1
seq 1 15000 | awk 'BEGIN { printf "[" } { printf "%s{\"a\": %d}", (NR > 1 ? "," : ""), $1 } END { print "]" }' >instance.json
hostile 0
seq 1 50000 | awk 'BEGIN { printf "{\"enum\": [" } { printf "%s\"value %d\"", (NR > 1 ? "," : ""), $1 } END { print "]}" }' >schema.json
echo '"value 50001"' >instance.json
hostile 1
seq 1 19000 | awk 'BEGIN { printf "{" } { printf "%s\"name %d\": 1", (NR > 1 ? "," : ""), $1 } END { print "}" }' >instance.json
echo '{"propertyNames": {"maxLength": 3}}' >schema.json
hostile 1

it 'reads no more files than a schema may have'
mkdir chain
awk 'BEGIN {
  for (i = 1; i <= 2100; i++) {
    file = "chain/" i ".json"
    printf "{\"$ref\": \"%d.json\"}\n", i + 1 >file
    close(file)
  }
}'
echo '{"$ref": "chain/1.json"}' >schema.json
echo '1' >instance.json
LIMIT=3000 hostile 2
stderr_has 'more than 2000 documents'
finish
