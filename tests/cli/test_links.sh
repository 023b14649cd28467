#!/bin/bash
# Links: what a record points to is found by any name and checked; what points to it is shown.
. "$(dirname "$0")/lib.sh"
fresh
sms add-service --title 'E-mail' --description 'Mail' --owner anna >/dev/null
sms add-service --title 'Archive' --description 'Old mail' --owner anna >/dev/null
sms add-customer --title 'Muster AG' --description 'A customer' --relationship-manager anna >/dev/null
sms add-sla --title 'Mail for Muster' --customer muster --services e-mail >/dev/null
incident() { sms record-incident --title "$1" --impact low --urgency low --service e-mail; }
for i in 1 2 3 4 5 6; do incident "Incident $i" >>ids; done

it 'finds what a link means by any part of its name'
run sms record-incident --title 'By name' --impact low --urgency low --service ARCH
succeeds
run sms show @ --json
json_has '.service == "SVC-ARCHIVE"'
run sms set @ service=svc-e-m
succeeds
run sms show @ --json
json_has '.service == "SVC-E-MAIL"'

it 'refuses a link to nothing, and to a record of another type'
remember
run sms record-incident --title x --impact low --urgency low --service nowhere
status_is 2
is_one_error
stderr_has service
run sms record-incident --title x --impact low --urgency low --service CUS-MUSTER-AG
status_is 2
is_one_error
stderr_has 'must be a service'
run sms set @ service=CUS-MUSTER-AG
status_is 2
is_one_error
unchanged

it 'refuses a part of a name that means two records of the right type'
sms add-service --title 'Archive of e-mail' --description 'x' --owner anna >/dev/null
run sms record-incident --title x --impact low --urgency low --service mail
status_is 2
is_one_error
stderr_has 'means 2 records'

it 'shows what points to a record, by type and relation'
run sms show SVC-E-MAIL
succeeds
stdout_has 'Linked from'
stdout_has 'Service level agreement, services: 1'
stdout_has 'SLA-MAIL-FOR-MUSTER  draft  Mail for Muster'
stdout_has 'Incident, service: 7, 7 open'

it 'shows some of many, and says how to list all'
stdout_has "… 2 more: sms list incident --where 'service = SVC-E-MAIL'"
[ "$(grep -c '    INC-' "$STDOUT")" -eq 5 ] || fault 'not five incidents'
run sms list incident --where 'service = SVC-E-MAIL' --json
json_has '.records | length == 7'
run sms list sla --where 'services = SVC-E-MAIL' --json
json_has '.records | length == 1'

it 'puts open ones first'
id=$(head -1 ids)
for other in $(tail -5 ids); do sms move "$other" cancelled >/dev/null; done
run sms show SVC-E-MAIL
stdout_has 'Incident, service: 7, 2 open'
[ "$(grep '    INC-' "$STDOUT" | head -2 | grep -c ' new ')" -eq 2 ] || fault 'open ones are not first'

it 'fits 80 columns'
sms set "$id" title="$(printf 'word %.0s' $(seq 40))" >/dev/null
run sms show SVC-E-MAIL
[ "$(wc -L <"$STDOUT")" -le 80 ] || fault 'wider than 80 columns'

it 'keeps the stored record for --json'
run sms show SVC-E-MAIL --json
cmp -s "$STDOUT" records/service/SVC-E-MAIL.json || fault 'not the file'

it 'prints all of it alone with --links'
run sms show SVC-E-MAIL --links
stdout_lacks 'more:'
stdout_lacks 'Description'
[ "$(grep -c '    INC-' "$STDOUT")" -eq 7 ] || fault 'not seven incidents'
run sms show SVC-E-MAIL --links --json
json_has '.schema == "sms/links/1" and .id == "SVC-E-MAIL"'
json_has '.links | map(select(.type == "incident")) | .[0] | .relation == "service" and .count == 7 and .open == 2'
json_has '.links | map(select(.type == "incident")) | .[0].from | length == 7'

it 'knows the links list by its relations'
sms link SVC-ARCHIVE depends-on SVC-E-MAIL >/dev/null
run sms show SVC-E-MAIL
stdout_has 'Service, depends-on: 1'
run sms show SVC-E-MAIL --links --json
json_has '.links | any(.relation == "depends-on" and .from == ["SVC-ARCHIVE"])'

it 'forgets what no longer points there'
sms unlink SVC-ARCHIVE depends-on SVC-E-MAIL >/dev/null
sms set "$id" service=SVC-ARCHIVE >/dev/null
run sms show SVC-E-MAIL
stdout_lacks 'depends-on'
stdout_has 'Incident, service: 6, 1 open'
run sms show SVC-ARCHIVE
stdout_has 'Incident, service: 1, 1 open'

# The kept index is a convenience: whatever happens to it, the answer is the same.
links() { sms show SVC-E-MAIL --links --json; }
same() { [ "$(links)" = "$expected" ] || fault "$1: another answer"; }
it 'gives the same answer without, with an old, a damaged or another index'
expected=$(links)
[ -s .git/sms/links ] || fault 'no index was kept'
cp .git/sms/links kept
rm .git/sms/links && same 'without one'
head -c 300 kept >.git/sms/links && same 'cut'
: >.git/sms/links && same empty
sed 's/^sms-links 1 ......../sms-links 1 00000000/' kept >.git/sms/links && same 'of other types'
sed "1s/[0-9a-f]\{40\}\$/$(printf '%040d' 1)/" kept >.git/sms/links && same 'of a commit that is gone'
printf 'sms-links 1 x\nend\n' >.git/sms/links && same 'of another kind'
rm .git/sms/links && mkdir .git/sms/links && same 'a folder in its place'
rmdir .git/sms/links
rm -f kept

it 'makes it once, and reads it from then on'
links >/dev/null
before=$(stat -c %i:%y .git/sms/links)
sms show SVC-E-MAIL >/dev/null
sms set "$id" title=Other >/dev/null
sms show SVC-E-MAIL >/dev/null
[ "$(stat -c %i:%y .git/sms/links)" = "$before" ] || fault 'it was made again'

it 'sees what git brought, without being told'
git -c user.name=A -c user.email=a@b.c commit -q --allow-empty -m 'nothing'
expected=$(links)
rm records/incident/*/*/"$id".json && git -c user.name=A -c user.email=a@b.c commit -qam 'gone' 
git -c user.name=A -c user.email=a@b.c revert --no-edit HEAD >/dev/null
same 'after a change and its revert'

it 'makes it anew for the types of a repository'
mkdir types
cat >types/kite.json <<'END'
{ "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Kite", "description": "Flies.", "type": "object",
  "allOf": [{"$ref": "common.json#/$defs/envelope"}], "required": ["title"],
  "properties": { "type": {"const": "kite"}, "over": {"type": "string", "format": "sms-id"} },
  "x-sms": { "plural": "kites", "prefix": "KIT", "kind": "register", "command": "add", "columns": ["id"],
    "lifecycle": {"initial": "up", "final": [], "moves": {"up": []}}, "links": {"over": ["service"]} } }
END
git add types && git -c user.name=A -c user.email=a@b.c commit -qm 'a type'
sms add-kite --title Red --over archive-of >/dev/null
run sms show SVC-ARCHIVE-OF-E-MAIL
stdout_has 'Kite, over: 1'

it 'answers for the past as it was'
run sms --at "$(git rev-list --max-parents=0 HEAD)" show ROL-SMS-MANAGER
succeeds
stdout_has 'Assignment, role: 1'
stdout_lacks 'Incident'

it 'answers where nothing can be kept'
if [ "$(id -u)" -eq 0 ]; then skip 'root may write everywhere'; else
  chmod a-w .git/sms && expected=$(links) && rm -f .git/sms/links; same 'unwritable'; chmod u+w .git/sms
fi

it 'works in a bare repository'
git clone -q --bare . ../bare.git
run sms -C ../bare.git show SVC-E-MAIL
succeeds
stdout_has 'Incident, service: 6, 1 open'

it 'is made anew once much has changed, and is the same then'
run sms show SVC-E-MAIL
before=$(head -1 .git/sms/links)
{
  echo 'external.system,external.id,title,impact,urgency,service,reported_at'
  for i in $(seq 520); do echo "old,$i,Incident $i,low,low,SVC-E-MAIL,2026-11-01T00:00:00Z"; done
} >many.csv
run sms import incident many.csv
succeeds
run sms show SVC-E-MAIL
stdout_has 'Incident, service: 526, 521 open'
[ "$(head -1 .git/sms/links)" != "$before" ] || fault 'the index was not made anew'
grep -q "$(git rev-parse HEAD)" .git/sms/links || fault 'the index stands for another commit'
expected=$(links)
rm .git/sms/links && same 'made from all records'

finish
