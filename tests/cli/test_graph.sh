#!/bin/bash
# The graph of a record: a tree, Graphviz's language, a picture, JSON.
. "$(dirname "$0")/lib.sh"
fresh
sms add-service --id SVC-EMAIL --title 'Business e-mail' --description x --owner anna >/dev/null
sms add-service --id SVC-NET --title 'Network "core" \ inner' --description x --owner anna >/dev/null
sms set SVC-EMAIL depends_on=SVC-NET >/dev/null
for ci in RELAY STORE RACK; do
  sms add-ci --id "CI-$ci" --state planned --title "Mail $ci" --ci-type server --description x --service SVC-EMAIL >/dev/null
done
sms set CI-RELAY 'relations=[{"kind":"runs-on","to":"CI-RACK"}]' >/dev/null
sms set CI-STORE 'relations=[{"kind":"runs-on","to":"CI-RACK"}]' >/dev/null
sms record-incident --title 'Mail is down' --impact high --urgency high --service SVC-EMAIL >/dev/null

it 'shows what a record rests on and what rests on it, as a tree'
run sms graph SVC-EMAIL --types ci,service
succeeds
stdout_is 'SVC-EMAIL  proposed  Business e-mail
├─ → depends_on SVC-NET  proposed  Network "core" \ inner
├─ ← service CI-STORE  planned  Mail STORE
│  └─ → runs-on CI-RACK (below)
├─ ← service CI-RELAY  planned  Mail RELAY
│  └─ → runs-on CI-RACK (below)
└─ ← service CI-RACK  planned  Mail RACK'

it 'draws with plain characters where the terminal has no others'
LC_ALL=C run sms graph CI-STORE --types ci --direction out
succeeds
stdout_is 'CI-STORE  planned  Mail STORE
`- -> runs-on CI-RACK  planned  Mail RACK'

it 'follows one direction alone'
run sms graph CI-RACK --direction in
stdout_has '← runs-on CI-STORE'
stdout_lacks '→'
run sms graph CI-RACK --direction out --depth 1
stdout_has '→ service SVC-EMAIL'
stdout_lacks CI-STORE

it 'goes as many steps as it is told'
run sms graph SVC-NET --depth 1 --types service,ci
stdout_has '← depends_on SVC-EMAIL'
stdout_lacks CI-RACK
run sms graph SVC-NET --depth 2 --types service,ci
stdout_has CI-RACK

it 'leaves events out unless they are asked for, and begins with one where it is told to'
run sms graph SVC-EMAIL
stdout_lacks INC-
run sms graph SVC-EMAIL --types incident
stdout_has '← service INC-'
run sms graph "$(sms list incident --json | jq -r '.records[0].id')"
succeeds
stdout_has '→ service SVC-EMAIL  proposed  Business e-mail'

it 'shows an owner, and does not walk through people'
run sms graph CI-STORE --direction both --depth 5
stdout_has '→ owner PER-ANNA-KELLER'
stdout_lacks ROL-

it 'says where a way has come back to where it began'
# By hand: sms refuses it.
rack=records/ci/CI-RACK.json
jq '.relations = [{"kind": "depends-on", "to": "CI-RELAY"}]' "$rack" >"$WORK/rack"
cp "$WORK/rack" "$rack" && sms fmt CI-RACK >/dev/null && git -c user.name=A -c user.email=a@b.c commit -qam 'a circle'
run sms graph CI-RELAY --types ci
succeeds
stdout_has 'CI-RACK (a circle)'
run sms graph CI-RELAY --types ci --depth 99
succeeds

it 'shows what is not there'
sed -i 's/"SVC-NET"/"SVC-GONE"/' records/service/SVC-EMAIL.json
run sms graph SVC-EMAIL --direction out
succeeds
stdout_has '→ depends_on SVC-GONE (not there)'
git checkout -q records

it 'counts what is too much to show'
for i in $(seq 30); do
  jq --arg id "CI-NO-$i" '.id = $id | del(.relations)' records/ci/CI-RACK.json >"records/ci/CI-NO-$i.json"
done
git add records && git -c user.name=A -c user.email=a@b.c commit -qm many
run sms graph SVC-EMAIL --types ci
stdout_has '← 8 more: sms show SVC-EMAIL --links'

it 'prints JSON'
run sms graph SVC-EMAIL --types service --json
succeeds
json_has '.schema == "sms/graph/1" and .root == "SVC-EMAIL" and (.nodes | length == 2) and .cut == false'
json_has '.edges == [{"from": "SVC-EMAIL", "to": "SVC-NET", "relation": "depends_on"}]'
json_has '.nodes[1] == {"id": "SVC-NET", "type": "service", "title": "Network \"core\" \\ inner", "state": "proposed",
  "depth": 1, "missing": false, "more": 0}'

it 'prints the language of Graphviz with every text quoted'
run sms graph SVC-NET --types service --format dot
succeeds
stdout_has 'label="Network \"core\" \\ inner\nSVC-NET\nproposed"'
stdout_has '"SVC-EMAIL" -> "SVC-NET" [label="depends_on"];'
if command -v dot >/dev/null; then
  dot -Tplain "$STDOUT" >plain || fault 'dot does not read it'
  [ "$(grep -c '^node' plain)" -eq 2 ] || fault 'dot sees other nodes'
fi

it 'draws a picture that needs nothing from elsewhere'
if [ ! -x /usr/bin/dot ]; then skip 'no Graphviz here'; else
  run sms graph SVC-EMAIL --types ci,service --format svg
  succeeds
  stdout_has '<svg '
  stdout_has 'Business e&#45;mail'
  stdout_lacks DOCTYPE
  stdout_lacks '<script'
  stdout_lacks 'href='
fi

it 'says what to install where nothing can draw'
if [ -x /usr/bin/dot ]; then skip 'Graphviz is here'; else
  run sms graph SVC-EMAIL --format svg
  status_is 4
  is_one_error
  stderr_has 'apt install graphviz'
fi

it 'refuses what it does not know'
run sms graph SVC-EMAIL --types kite
status_is 2
is_one_error
run sms graph NOBODY
status_is 2
is_one_error
run sms graph SVC-EMAIL --direction up
status_is 2
is_one_error

it 'writes nothing'
remember
run sms graph SVC-EMAIL
unchanged

finish
