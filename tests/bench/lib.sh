# Helpers for the benchmarks: sourced by run, which sets $here, $top, $tools (where the timer and the generator are),
# $SMS and $quick. A benchmark reads like this:
#
#     heading write 'one record written …' sms git
#     compare 'note, work tree' '<0.25x' "$SMS -C $a note $id text" "git -C $b add $path && git -C $b commit -qm x"
#
# Both sides run in turn; a row shows the median of each, the median of the ratios of the pairs, and the target.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sms-bench
mkdir -p "$cache"
scratch=$(mktemp -d "$cache/scratch-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
exec 9>"$cache/lock"
flock -n 9 || { echo 'run: another run is measuring' >&2; exit 5; }

# The same home, identity and settings for both sides: everything that git or sms writes is on disk when they end.
export HOME=$cache/home TZ=UTC LC_ALL=C.UTF-8 GIT_CONFIG_NOSYSTEM=1 NO_COLOR=1 TERM=dumb PAGER=cat
export GIT_AUTHOR_NAME='Anna Keller' GIT_AUTHOR_EMAIL=anna@example.org
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
export SMS cache scratch
unset GIT_DIR GIT_WORK_TREE SMS_PAGER VISUAL EDITOR
mkdir -p "$HOME"
cat >"$HOME/.gitconfig" <<'END'
[init]
	defaultBranch = main
[core]
	fsync = all
[gc]
	auto = 0
[commitGraph]
	generationVersion = 1
[advice]
	detachedHead = false
END

# Sizes of repositories (records), and pairs of runs: of what takes milliseconds, and of what takes seconds.
if [ -n "$quick" ]; then
  SMALL=500 MIDDLE=1000 LARGE=5000 COMMITS=2000 SHORT=9 LONG=3
else
  SMALL=1000 MIDDLE=10000 LARGE=100000 COMMITS=100000 SHORT=41 LONG=7
fi

stop() { echo "run: $*" >&2; exit 1; }
# whole WHAT COMMAND…: all of COMMAND, a function, or a stop with its last words. Not to be called before `||` or in a
# condition, and nothing that makes something is: bash heeds no `set -e` there.
whole() {
  local what=$1 status
  shift
  set +e
  (
    set -e
    "$@"
  ) >"$scratch/made" 2>&1
  status=$?
  set -e
  [ $status -eq 0 ] || stop "$what: $(tail -3 "$scratch/made")"
}
say() { printf '  %s\n' "$*" | fold -s -w 79; }
progress() { [ ! -t 2 ] || printf '\r\033[K%s' "$*" >&2; }
thousands() { printf "%'d" "$1" 2>/dev/null | grep , || sed -E ':a; s/([0-9])([0-9]{3})($|,)/\1,\2\3/; ta' <<<"$1"; }

print_machine() {
  local model
  model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
  echo "$(nproc) cores (${model:-$(uname -m)}), $(uname -sr), load $(cut -d' ' -f1-3 /proc/loadavg)"
  echo "$("$SMS" --version | head -1)$(git -C "$top" log -1 --format=' at %h' 2>/dev/null), $(git version)," \
    "$(stat -f -c %T "$cache") file system"
  echo "core.fsync=all on both sides; medians, and median of ratios of pairs${quick:+ (quick)}"
}

# heading NAME WHAT A [B]: WHAT is measured, and what the columns are called.
heading() {
  printf '%s: ' "$1" | cat - <(printf '%s\n' "$2") | fold -s -w 80
  printf '  %-36s %8s %8s %6s  %s\n' '' "$3" "${4:-}" "${4:+ratio}" target
}

# compare WHAT TARGET [OPTION OF THE TIMER…] A [B]: one row. TARGET is such as '<0.25x' (ratio), '<5ms', '<400MiB'.
compare() { compare_by time "$@"; }
compare_memory() { compare_by memory "$@"; }
compare_by() {
  local by=$1 what=$2 target=$3
  shift 3
  progress "$what: measuring"
  "$tools/bench_timer" "$@" >"$scratch/samples" 2>"$scratch/errors" ||
    stop "$what failed: $(tail -n 5 "$scratch/errors")"
  progress
  awk -v by="$by" -v what="$what" -v target="$target" '
    function median(values, n,   i, j, t) {
      for (i = 2; i <= n; i++) {
        t = values[i]
        for (j = i - 1; j > 0 && values[j] > t; j--) values[j + 1] = values[j]
        values[j + 1] = t
      }
      return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
    }
    function digits(x) { return x < 10 ? 2 : x < 100 ? 1 : 0 }
    function show(x,   unit) {
      if (by == "memory") { x /= 1024; unit = "MiB" }
      else if (x < 1e6) { x /= 1e3; unit = "ms" }
      else { x /= 1e6; unit = "s" }
      return sprintf("%.*f %s", digits(x), x, unit)
    }
    function verdict(a, ratio,   limit, seen) {
      if (target == "") return ""
      limit = substr(target, 2) + 0
      seen = target ~ /x$/ ? ratio : target ~ /MiB$/ ? a / 1024 : a / 1e3
      return target (seen < limit ? " met" : " missed")
    }
    by == "time" { a[NR] = $1; b[NR] = $2 }
    by == "memory" { a[NR] = $3; b[NR] = $4 }
    b[NR] > 0 { ratio[NR] = a[NR] / b[NR] }
    END {
      two = b[1] > 0
      middle = median(a, NR)
      r = two ? median(ratio, NR) : 0
      line = sprintf("  %-36s %8s %8s %6s  %s", what, show(middle), two ? show(median(b, NR)) : "", \
                     two ? sprintf("%.*f", r < 0.1 ? 3 : 2, r) : "", verdict(middle, r))
      sub(/ +$/, "", line)
      print line
    }' "$scratch/samples"
}

# rate COUNT WHAT: how many of WHAT a second the left side of the last row came to, by the median of its runs.
rate() {
  cut -d' ' -f1 "$scratch/samples" | sort -n | awk -v count="$1" -v what="$2" \
    '{ t[NR] = $1 } END { printf "  %-36s %8d\n", what " a second", count * 1e6 / t[int((NR + 1) / 2)] }'
}

has_command() { "$SMS" "$1" -h >/dev/null 2>&1; }

# A new SMS with the services that the generated records name.
new_sms() {
  "$SMS" init --org 'Example AG' "$1" >/dev/null
  local title
  for title in E-mail Files Network Payroll; do
    "$SMS" -C "$1" add-service --title "$title" --description "$title for all" >/dev/null
  done
}

# Prints the path of a repository with so many records and changes to them, made where it is not there yet. Its name
# ends with a sum of what it was made from, so that it is made anew when the generator or the type has changed.
repository() {
  local records=$1 changes=${2:-0} sum path
  sum=$(cat "$here/generate.c" "$top/schemas/types/incident.json" "$top/schemas/types/common.json" | cksum)
  path=$cache/records-$records-$changes-${sum%% *}
  if [ ! -d "$path" ]; then
    progress "making a repository of $records records${2:+ and $changes changes}"
    rm -rf "$cache/records-$records-$changes-"* "$scratch/new"
    new_sms "$scratch/new"
    "$tools/bench_generate" "$records" "$changes" | git -C "$scratch/new" fast-import --quiet
    # Deltas made anew, as gc would; not for many commits: there those of fast-import are as good, and it takes minutes.
    if [ "$changes" -eq 0 ]; then git -C "$scratch/new" repack -adfq; fi
    git -C "$scratch/new" commit-graph write --reachable --no-progress
    git -C "$scratch/new" reset -q --hard
    "$SMS" -C "$scratch/new" check >"$scratch/findings" || stop "findings: $(head -3 "$scratch/findings")"
    mv "$scratch/new" "$path"
    sync
    progress
  fi
  echo "$path"
}

# As repository, of mixed types: half are incidents, the rest is made from the examples of other types of events.
mixed_repository() {
  local records=$1 sum path type prefix
  sum=$(cat "$here/generate.c" "$here/lib.sh" "$top"/schemas/types/*.json | cksum)
  path=$cache/mixed-$records-${sum%% *}
  if [ ! -d "$path" ]; then
    progress "making a repository of $records records of mixed types"
    rm -rf "$cache/mixed-$records-"* "$scratch/new"
    new_sms "$scratch/new"
    set --
    for type in change request problem complaint release measurement survey outage deployment finding; do
      prefix=$(jq -r '."x-sms".prefix' "$top/schemas/types/$type.json")
      { echo "$type"; jq '."x-sms".example | .id = "@ID@" | .title = "@NUMBER@: " + .title' "$top/schemas/types/$type.json"; } >"$scratch/$type"
      set -- "$@" "$prefix=$scratch/$type"
    done
    "$tools/bench_generate" "$records" 0 "$@" | git -C "$scratch/new" fast-import --quiet
    git -C "$scratch/new" repack -adfq
    git -C "$scratch/new" commit-graph write --reachable --no-progress
    git -C "$scratch/new" reset -q --hard
    mv "$scratch/new" "$path"
    sync
    progress
  fi
  echo "$path"
}

# loose_copy_of REPOSITORY TO: the same with every object a file of its own.
loose_copy_of() {
  rm -rf "$2"
  git clone -q --no-hardlinks "$1" "$2"
  mkdir "$2/packs"
  mv "$2"/.git/objects/pack/* "$2/packs"
  for pack in "$2"/packs/*.pack; do git -C "$2" unpack-objects -q <"$pack"; done
  rm -rf "$2/packs"
}

# copy_of REPOSITORY TO [--bare]: a clone to write to, with the folders for objects that sms and git make as they go.
copy_of() {
  rm -rf "$2"
  git clone -q --no-hardlinks ${3:+"$3"} "$1" "$2"
  local objects hex='0 1 2 3 4 5 6 7 8 9 a b c d e f' a b
  objects=$(git -C "$2" rev-parse --absolute-git-dir)/objects
  for a in $hex; do
    for b in $hex; do mkdir -p "$objects/$a$b"; done
  done
  [ -n "${3:-}" ] || git -C "$2" status >/dev/null
}

# Path of a record in the middle of a repository, and its id.
some_path() {
  git -C "$1" ls-tree -r --name-only HEAD records/incident |
    awk '{all[NR] = $0} END {print all[int(NR / 2)]}'
}
id_of() { basename "$1" .json; }
# Writes the ids of all records' blobs to $scratch/objects, for git cat-file.
list_records() { git -C "$1" ls-tree -r HEAD records | awk '{print $3}' >"$scratch/objects"; }
