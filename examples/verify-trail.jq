# Judges what verify-trail gathered: the statements as input; versions of the content (the newest first), the record and
# the settings as arguments.
def unjudged($what): "not judged: \($what)\n" | halt_error(3);

# --- Which rules are for the record. ---
def understood: type == "object" and keys - ["properties", "required"] == [] and
  all((.properties // {})[]; type == "object" and keys - ["const", "enum"] == []);
def meets($schema): . as $record
  | all($schema.required // [] | .[]; . as $name | $record | has($name))
    and all($schema.properties // {} | to_entries[]; .key as $name | .value as $asked | ($record | has($name) | not)
      or (($asked | has("const") | not) or $record[$name] == $asked.const)
      and (($asked | has("enum") | not) or ($asked.enum | index([$record[$name]]) != null)));
def concerns: .type == $record.type and (.where == null or (.where as $where
  | if $where | understood then $record | meets($where) else unjudged("'where' of the rule '\(.name)'") end))
  and (.roles_from == null or unjudged("'roles_from' of the rule '\(.name)'"));

# --- When an approval ends: months by the calendar, never over the end of one. ---
def ends($holds): if $holds == null then infinite else
    ([$holds | capture("^P(?=.)((?<y>[0-9]+)Y)?((?<m>[0-9]+)M)?((?<w>[0-9]+)W)?((?<d>[0-9]+)D)?$")][0]
      // unjudged("'holds' of \($holds)") | map_values(. // "0" | tonumber)) as $span
    | (fromdate | gmtime) as $at | ($at[1] + $span.m) as $month
    | ([$at[0] + $span.y + ($month / 12 | floor), $month % 12 + 1, 0, 0, 0, 0, 0, 0] | mktime | gmtime[2]) as $last
    | ([$at[0] + $span.y + ($month / 12 | floor), $month % 12, ([$at[2], $last] | min)] + $at[3:] | mktime)
      + 86400 * (7 * $span.w + $span.d) end;

# --- How statements add up. ---
def together($a; $b): [$a, $b | .decision] == ["approve", "approve"] and $a.digest == $b.digest and $a.role != $b.role;
def judges: .decision == "approve" or .decision == "reject";

# A withdrawal takes back what its signer said last.
def take_back: reduce (.[] | select(.decision == "withdraw")) as $w (.;
  ([.[:$w.n][] | select(.signer == $w.signer and .decision != "withdraw" and (.taken | not)) | .digest] | last)
    as $digest
  | map(.taken = (.taken or (.n < $w.n and .signer == $w.signer and .decision != "withdraw" and .digest == $digest))));

[inputs] | sort_by(.at, .file) | to_entries | map(.value + {n: .key, taken: false}) | take_back | . as $all
| ($settings.approvals | map(select(concerns))) as $rules

# Is this statement there before $count, and did its signer not decide anew?
| def in_force($count): . as $it | (.taken | not) and all($all[$it.n + 1:$count][];
    .signer != $it.signer or .taken or (judges | not) or together($it; .));

  # Whose approvals of the content count for a rule by the statements before $count, and until when. $from: the place of
  # the content among the versions.
  def votes($rule; $digest; $count; $from):
    def was_approved($place): $versions[$place].digest as $digest
      | all($rules[]; . as $r | votes($r; $digest; $all | length; $place) | length >= ($r.count // 1));
    def base: first(range($from + 1; $versions | length)
      | select($versions[.].digest != $digest) | select(was_approved(.))) // ($versions | length);
    def wrote: .signer as $who | any($versions[$from:base][];
      .digest != .before and any(.authors[]; endswith("/\($who).json")));
    def is_due($n; $at): ([$rules[] | .order // 0 | select(. < ($rule.order // 0))] | max // 0) as $before
      | all($rules[] | select($before > 0 and .order == $before); . as $r
        | ([votes($r; $digest; $n; $from)[] | select(.end > $at)] | length) >= ($r.count // 1));
    ([$all[:$count][] | select(.decision == "reject" and .digest == $digest and in_force($count)) | .n + 1] | max // 0)
      as $first
    | [$all[$first:$count][] | select(.decision == "approve" and .digest == $digest and in_force($count)) | . as $it
      | select(($rule.roles | index($it.role)) != null and ($rule.signature != "required" or $it.signed))
      | select($rule.independent == false or (wrote | not)) | select(is_due(.n; .at | fromdate))
      | {signer, end: (.at | ends($rule.holds))}] | group_by(.signer) | map(max_by(.end));

  def place_of($digest):
    first($versions | to_entries[] | select(.value.digest == $digest) | .key) // ($versions | length);
  def faults: . as $it | [.bad,
    if .record != $id or .repository != $root then " of another record or repository;" else empty end,
    if .at > $now then " of a time that is yet to come;" else empty end,
    if .previous != null and all($all[]; .own != $it.previous) then " the one before it is gone;" else empty end,
    if .decision != "withdraw" and .came != .digest then " not of the content that it came to;" else empty end,
    if .force != .rules then " not under the rules of its time;" else empty end,
    if .decision == "approve" and any($rules[]; (.roles | index($it.role)) != null) and
      all($rules[] | select((.roles | index($it.role)) != null) | del(.order); . as $r
        | [votes($r; $it.digest; $it.n + 1; place_of($it.digest))[] | select(.signer == $it.signer)] == [])
      and (.taken | not) then " it is not signed, or its signer wrote the content;" else empty end] | add;

  # --- What is said. ---
  ($all | map(. + {why: faults})) as $judged
  | [$rules[] | . as $r | {need: ($r.count // 1), have: ([votes($r; $content; $all | length; place_of($content))[]
      | select(.end > ($now | fromdate))] | length)}] as $sums
  | (all($judged[]; .why == "") and ($sums | length > 0) and all($sums[]; .have >= .need)) as $good
  | ($judged[] | "\(if .why == "" then "good" else "BAD " end) \(.at) \(.decision) by \(.signer)\(.why)"),
    ([$sums[] | [.have, .need] | min] | add // 0) as $have
  | "\(if $good then "good" else "BAD " end) \($id): \($have) of \([$sums[].need] | add // 0) approvals",
    if $good then empty else ("" | halt_error(1)) end
