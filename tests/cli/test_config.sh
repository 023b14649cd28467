#!/bin/bash
# Settings, one by one: read, listed, changed, taken out.
. "$(dirname "$0")/lib.sh"
fresh

it 'prints a value as a script wants it'
run sms config get limits.backdating
succeeds
stdout_is P3D
run sms config get organization.name
stdout_is 'Example AG'
run sms config get audit.sample.most
stdout_is 25
run sms config get clock_rules.response_stops
stdout_is false
run sms config get controlled_types
json_has 'index("ci") != null'

it 'finds an element of a list by name, by id and by number'
run sms config get approvals.policies.roles.0
stdout_is ROL-TOP-MANAGEMENT
run sms config get approvals.0.name
stdout_is policies
run sms config get 'escalation.old incidents.after'
stdout_is P30D
run sms config get default_targets.incident-response-p1.value
stdout_is 30

it 'says where a value comes from'
run sms config get limits.backdating --show-origin
stdout_is "sms.json	P3D"
run sms config unset limits.backdating
succeeds
is_clean
run sms config get limits.backdating --show-origin
stdout_is "default	P3D"
run sms config get limits.backdating --json
json_has '.schema == "sms/setting/1" and .origin == "default" and .value == "P3D"'
[ "$(git log -1 --format=%s)" = 'config unset limits.backdating' ] || fault 'message of the commit'

it 'exits with 1 where there is nothing'
run sms config get organization.legal_name
status_is 1
stdout_is ''
stderr_is_empty
run sms config unset organization.legal_name
status_is 1
run sms config unset limits.backdating
status_is 1
run sms config get calendars.moon
status_is 1

it 'sets texts, numbers, truths and lists, each in one commit, and keeps the order'
before=$(commits)
run sms config set limits.backdating P5D
succeeds
run sms config set audit.minors_to_major 4 --message 'Four minors'
succeeds
run sms config set clock_rules.response_stops true
succeeds
run sms config set controlled_types --json '["ci","service"]'
succeeds
run sms config set organization.legal_name 'Example Aktiengesellschaft'
succeeds
[ "$(commits)" -eq $((before + 5)) ] || fault 'not a commit each'
git log --format=%s | grep -qx 'Four minors' || fault 'message of the commit'
is_clean
[ "$(jq -c '[.limits.backdating, .audit.minors_to_major, .clock_rules.response_stops, .controlled_types]' sms.json)" = \
  '["P5D",4,true,["ci","service"]]' ] || fault 'values'
[ "$(jq -c '.organization | keys_unsorted' sms.json)" = '["name","legal_name","timezone","currency","fiscal_year_start"]' ] ||
  fault 'order of organization'
[ "$(jq -c '.limits | keys_unsorted[0]' sms.json)" = '"backdating"' ] || fault 'order of limits'

it 'says so when a value is there already, and writes nothing'
remember
run sms config set limits.backdating P5D
succeeds
stderr_has 'nothing to change'
unchanged

it 'adds to a list and takes out of it'
run sms config set freezes.+ --json '{"name":"end of year","to":"2027-01-04T00:00:00Z","from":"2026-12-18T00:00:00Z"}'
succeeds
[ "$(jq -c '.freezes[0] | keys_unsorted' sms.json)" = '["name","from","to"]' ] || fault 'order'
run sms config get 'freezes.end of year.from'
stdout_is 2026-12-18T00:00:00Z
run sms config unset 'freezes.end of year'
succeeds
[ "$(jq -c .freezes sms.json)" = '[]' ] || fault 'still there'

it 'adds an entry of its own to a map'
run sms config set incident_categories.robots --json '{"title":"Robots"}'
succeeds
run sms config get incident_categories.robots.title
stdout_is Robots

it 'writes a default that counts as a whole when a part of it is set'
run sms config unset approvals
succeeds
run sms config get approvals.policies.count --show-origin
stdout_is "default	1"
run sms config set approvals.policies.count 2
succeeds
[ "$(jq '.approvals | length' sms.json)" -gt 20 ] || fault 'the other rules are lost'
[ "$(jq '.approvals[0].count' sms.json)" -eq 2 ] || fault 'count'
run sms config unset intervals
run sms config set intervals.policy-review.interval P6M
succeeds
[ "$(jq -r '.intervals["policy-review"].title' sms.json)" = 'Review of the policies' ] || fault 'title is lost'
run sms config get intervals.internal-audit.interval --show-origin
stdout_is "default	P12M"
is_clean

it 'lists, all or a part'
run sms config list limits
stdout_has limits.backdating
stdout_lacks audit.
run sms config list --show-origin
stdout_has default
stdout_has approvals.0.name
run sms config list --json
json_has '.schema == "sms/config/1" and (.settings | length > 300) and
  (.settings[] | select(.setting == "limits.backdating") | .value == "P5D" and .origin == "sms.json")'
run sms config list audit.sample --format csv
stdout_has 'audit.sample.most,sms.json,25'
run sms config list organization.legal_name
stdout_has Aktiengesellschaft

it 'gives every setting that it lists by the name that it lists it under'
sms config list --json | jq -r '.settings[].setting' >"$WORK/names"
while read -r name; do
  sms config get "$name" >/dev/null || fault "get $name"
done < <(shuf -n 25 --random-source=<(yes) "$WORK/names")

it 'refuses what nobody knows, with the nearest name, and what may not be, with what may'
remember
run sms config get limits.backdatin
status_is 2
stderr_has "unknown setting 'limits.backdatin'"
stderr_has 'limits.backdating'
is_one_error
run sms config get approvals.polices.count
status_is 2
stderr_has 'approvals.policies'
run sms config set limits.backdating soon
status_is 2
stderr_has 'limits.backdating'
stderr_has 'duration'
is_one_error
run sms config set approvals.policies.signature maybe
status_is 2
stderr_has 'optional, required'
run sms config set audit.minors_to_major three
status_is 2
stderr_has 'must be a number'
run sms config set audit.repeat_raises yes
status_is 2
stderr_has 'true or false'
run sms config set controlled_types ci
status_is 2
stderr_has "--json '[…]'"
run sms config set controlled_types --json '[ci'
status_is 2
run sms config set limits --json '{"unheard-of": 1}'
status_is 2
stderr_has 'unheard-of'
run sms config unset organization.name
status_is 2
stderr_has name
run sms config set language.name en
status_is 2
stderr_has 'no part'
run sms config gt limits
status_is 2
stderr_has 'get, set, unset, list'
run sms config set limits.backdating
status_is 2
stderr_has 'sms config set SETTING VALUE'
run sms config get limits.backdating x
status_is 2
run sms --at HEAD config set limits.backdating P9D
status_is 2
unchanged

it 'says what it would do with --dry-run, and writes nothing'
remember
run sms config set limits.backdating P9D --dry-run
succeeds
unchanged
run sms config set limits.backdating nine --dry-run
status_is 2

it 'reads what was, and what is edited but not committed'
run sms --at HEAD~1 config get language
stdout_is en
jq '.language = "de"' sms.json >"$WORK/s.json" && cp "$WORK/s.json" sms.json
run sms config get language
stdout_is de
git checkout -q -- sms.json

it 'completes words and paths, step by step'
run sms __complete -- config g
stdout_has get
run sms __complete -- config get lim
stdout_has limits
run sms __complete -- config set limits.back
stdout_has "limits.backdating	"
run sms __complete -- config get approvals.pol
stdout_has approvals.policies

it 'works in a bare repository'
git clone -q --bare . "$WORK/bare.git"
cd "$WORK/bare.git" || exit 1
run sms config set limits.backdating P8D
succeeds
run sms config get limits.backdating
stdout_is P8D
finish
