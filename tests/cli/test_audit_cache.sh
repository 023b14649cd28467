#!/bin/bash
# What an audit keeps from run to run below .git/sms: it saves time and never changes a verdict.
. "$(dirname "$0")/lib.sh"
fresh

# 300 incidents, so many that verdicts are kept: one a day, all but every tenth closed.
export GIT_COMMITTER_NAME='Anna Keller' GIT_COMMITTER_EMAIL=anna@example.org
sms add-service --title 'E-mail' --description 'Mail for all' --owner anna >/dev/null
sms add-incident --title 'No mail' --service SVC-E-MAIL --impact low --urgency low --reported-at 2026-01-01T10:00:00Z >/dev/null
made=$(git ls-files records/incident)
git rm -q --cached "$made" && cp "$made" "$WORK/incident.json" && rm "$made"
letters=(A B C D E F G H J K)
for i in $(seq 0 299); do
  day=$(date -u -d "2026-01-01 +$i days" +%Y-%m-%d)
  id=INC-${day//-/}-${letters[i / 30]}${letters[i % 10]}7K2M
  folder=records/incident/${day:0:4}/${day:5:2}
  mkdir -p "$folder"
  jq --arg id "$id" --arg at "${day}T10:00:00Z" --argjson closed $((i % 10)) '
    .id = $id | .reported_at = $at | .created.at = $at | .log = [{at: $at, by: .created.by, kind: "created"}] |
    if $closed > 0 then .state = "closed" | .resolved_at = ($at | sub("T10"; "T15")) | .closed_at = ($at | sub("T10"; "T16"))
    else . end' "$WORK/incident.json" >"$folder/$id.json"
done
git add -A && git commit -qm 'Incidents of 2026'
cache=.git/sms/audit

# Judges twice with what is kept and once without: all the same. What is kept is used: it was there before.
agrees() {
  sms audit --json "$@" >"$WORK/first" 2>/dev/null
  sms audit --json "$@" >"$WORK/second" 2>/dev/null
  sms audit --json --no-cache "$@" >"$WORK/anew" 2>/dev/null
  jq -e '.items | length >= 384' "$WORK/anew" >/dev/null || fault 'that is no audit'
  cmp -s "$WORK/anew" "$WORK/first" || fault "the first run with what is kept differs: $*"
  cmp -s "$WORK/anew" "$WORK/second" || fault "the second run with what is kept differs: $*"
}
# Which items' results differ from those of the last call of agrees.
changed_items() {
  jq -S '[.items[] | {id, result, failing}]' "$WORK/anew" >"$WORK/results"
  diff -q "$WORK/results" "$WORK/results.before" >/dev/null && fault 'nothing changed'
  cp "$WORK/results" "$WORK/results.before"
}
cp /dev/null "$WORK/results.before"

it 'is not written where there is little, nor with --no-cache, and is after a whole audit of many records'
sms audit --no-cache >/dev/null 2>&1
sms audit --clause 8.6.1 >/dev/null 2>&1
[ ! -e $cache ] || fault 'it was written'
agrees --now 2026-10-01T12:00:00Z
[ -s $cache ] || fault 'it was not written'
changed_items

it 'is used: a run with it reads the few records that it lacks'
blob=$(git rev-parse "HEAD:$(git ls-files records/incident | sed -n 100p)")
object=.git/objects/${blob:0:2}/${blob:2}
mv "$object" "$WORK/object"
run sms audit --json --now 2026-10-01T12:00:00Z
cmp -s "$WORK/anew" "$STDOUT" || fault 'the record was read'
run sms audit --json --no-cache --now 2026-10-01T12:00:00Z
cmp -s "$WORK/anew" "$STDOUT" && fault 'with --no-cache the record was not read'
other=$(git rev-parse "HEAD:$(git ls-files records/incident | sed -n 101p)")
cp ".git/objects/${other:0:2}/${other:2}" "$object"
run sms audit --json --no-cache --now 2026-10-01T12:00:00Z
status_is 4
stderr_has 'is not what its id says'
mv -f "$WORK/object" "$object"

it 'follows the clock: what was not late is, what was young is old'
agrees --now 2026-10-02T12:00:00Z
agrees --now 2027-03-01T12:00:00Z
changed_items
agrees --now 2026-10-01T12:00:00Z
changed_items
agrees --now 2026-02-01T00:00:00Z
changed_items

it 'follows a record that changes, one that comes and one that goes'
file=$(git ls-files records/incident | sed -n 30p)
jq 'del(.reported_at)' "$file" >"$WORK/new" && cp "$WORK/new" "$file"
git commit -qam 'An incident without its time'
agrees --now 2026-10-01T12:00:00Z
changed_items
jq '.id = "INC-20260301-ZZZZZZ" | .priority = null' "$WORK/incident.json" >records/incident/2026/03/INC-20260301-ZZZZZZ.json
git add -A && git commit -qm 'One more'
agrees --now 2026-10-01T12:00:00Z
changed_items
git rm -q "$(git ls-files records/incident | sed -n 40p)" && git commit -qm 'One less'
agrees --now 2026-10-01T12:00:00Z

it 'follows other records: what links lead to'
for file in $(git ls-files records/incident | sed -n '50,60p'); do
  jq '.problem = "PRB-20260105-ABCDEF"' "$file" >"$WORK/new" && cp "$WORK/new" "$file"
done
git commit -qam 'Links to nowhere'
agrees --now 2026-10-01T12:00:00Z
git rm -q records/service/*.json && git commit -qm 'The service is gone'
agrees --now 2026-10-01T12:00:00Z
changed_items

it 'follows settings, rules and types'
sms config set clock_rules.age_limit P1000D >/dev/null
agrees --now 2026-10-01T12:00:00Z
mkdir -p rules
cp "$TOP/schemas/templates/rule.json" rules/incidents.json
git add -A && git commit -qm 'A rule'
agrees --now 2026-10-01T12:00:00Z

it 'judges the past as it was, and keeps what stands for the present'
agrees --at HEAD~3 --now 2026-10-01T12:00:00Z
agrees --now 2026-10-01T12:00:00Z

it 'does not use what is malformed: cut off, or of another kind'
head -c 1000 $cache >"$WORK/cut" && cp "$WORK/cut" $cache
agrees --now 2026-10-01T12:00:00Z
echo nonsense >$cache
agrees --now 2026-10-01T12:00:00Z
[ "$(wc -c <$cache)" -gt 1000 ] || fault 'it was not made anew'

it 'ends clearly, with nothing said, where verdicts inside are malformed; the next run is as ever'
LC_ALL=C tr p q <$cache >"$WORK/torn" && cp "$WORK/torn" $cache # "p" begins what a part says
run sms audit --now 2026-10-01T12:00:00Z
status_is 4
stderr_has 'malformed'
agrees --now 2026-10-01T12:00:00Z

it 'is of no concern to verify, and a clone has none'
cp "$WORK/torn" $cache
run sms verify
! grep -q malformed "$STDERR" || fault 'it was read'
git clone -q . "$WORK/clone"
[ ! -e "$WORK/clone/.git/sms/audit" ] || fault 'the clone has it'
(cd "$WORK/clone" && sms audit --json --now 2026-10-01T12:00:00Z >"$WORK/first" 2>/dev/null)
cmp -s "$WORK/anew" "$WORK/first" || fault 'the clone is judged otherwise'
finish
