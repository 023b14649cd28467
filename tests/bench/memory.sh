# The most memory a command has in use: resident, as the kernel tells the parent (wait4; GNU time prints the same).
heading memory "peak of resident memory, $(thousands "$LARGE") records" sms git
repository=$(repository "$LARGE")
list_records "$repository"
read="sh -c 'exec git -C $repository cat-file --batch --buffer <$scratch/objects'"
memory() { # COMMAND TARGET ARGUMENT…
  local command=$1 target=$2
  shift 2
  has_command "$command" || return 0
  compare_memory "$command" "$target" -s 1 -w 0 -n 3 -p "rm -rf $repository/.git/sms" \
    "$SMS -C $repository $command $*" "$read"
}
memory check '<400MiB'
memory list '<400MiB' incident
memory audit '<400MiB'
