code=pin-repository
options=(--pin "$WORK/pin")
honest() {
  do_sms note "$TWO" "Pinned"
}
tamper() {
  cd "$WORK" && rm -rf copy && "$SMS" --now 2026-01-01 init --org 'Example AG' copy
  cd copy || return 1
}
