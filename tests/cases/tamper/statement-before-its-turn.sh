code=statement-early
options=(--strict)
honest() {
  as anna
  edit_json sms.json '.approvals |= map(if .type == "policy" then .order = 2 else . end) + [{name: "managers first",
    type: "policy", roles: ["ROL-SMS-MANAGER"], count: 1, independent: true, signature: "required", order: 1}]'
  commit 'managers first'
}
tamper() {
  as bruno
  file=approvals/$OLD/20260601T030000Z-bruno-meier.json
  rules=$(jq -cSj .approvals sms.json | sha256sum | cut -d' ' -f1)
  previous=$(sha256sum <"$(newest $OLD)" | cut -d' ' -f1)
  jq --arg rules "$rules" --arg previous "$previous" '.rules = $rules | .previous = $previous | .at = "2026-06-01T01:30:00Z"' \
    "$(ls approvals/$OLD/*.json | sort -V | head -1)" >"$WORK/statement"
  cp "$WORK/statement" "$file"
  sign bruno "$file"
  commit 'before its turn'
}
