# A ServiceNow event log (UCI data set 498) taken over into a new SMS. git is given the very same files as a stream: it
# neither reads a CSV nor makes records.
log=$top/../shared/data/uci-incident-log/incident_event_log.csv.xz
if [ -f "$log" ]; then
  xz -dc "$log" >"$scratch/log.csv"
else
  cp "$top/examples/uci-incident-log-excerpt.csv" "$scratch/log.csv"
fi
if [ -n "$quick" ]; then
  head -n 5000 "$scratch/log.csv" >"$scratch/head.csv"
  mv "$scratch/head.csv" "$scratch/log.csv"
fi
heading import "sms import of an event log; git: fast-import of the resulting files" sms git

# What both begin with, and the files that come out as a stream.
new_sms "$scratch/fresh"
git clone -q --bare "$scratch/fresh" "$scratch/fresh.git"
cp -r "$scratch/fresh" "$scratch/made"
"$SMS" -C "$scratch/made" import incident "$scratch/log.csv" --map uci-incident-log >/dev/null
git -C "$scratch/made" fast-export --reference-excluded-parents main^..main >"$scratch/stream"
events=$(($(wc -l <"$scratch/log.csv") - 1)) incidents=$(grep -c "^M " "$scratch/stream")
say "$(thousands "$events") events, $(thousands "$incidents") incidents"

prepare() { # FRESH
  rm -rf "$scratch/work"
  cp -r "$1" "$scratch/work"
}
import_stream() { # OPTION…
  git -C "$scratch/work" fast-import --quiet "$@" <"$scratch/stream"
}
import_and_check_out() {
  import_stream "$@" && git -C "$scratch/work" reset -q --hard
}
export -f prepare import_stream import_and_check_out

sms="$SMS -C $scratch/work import incident $scratch/log.csv --map uci-incident-log"
compare 'with work tree' '<1x' -n "$LONG" -p "prepare $scratch/fresh" "$sms" 'bash -c import_and_check_out'
compare 'with work tree, git --depth=0' '' -n "$LONG" -p "prepare $scratch/fresh" "$sms" \
  'bash -c "import_and_check_out --depth=0"'
compare 'bare' '<1x' -n "$LONG" -p "prepare $scratch/fresh.git" "$sms" 'bash -c import_stream'
compare 'bare, git --depth=0' '' -n "$LONG" -p "prepare $scratch/fresh.git" "$sms" 'bash -c "import_stream --depth=0"'
rm -rf "$scratch/work" "$scratch/made" "$scratch/fresh" "$scratch/fresh.git"
