code=settings-changed
options=(--strict)
tamper() {
  mkdir -p types
  echo '{"x-sms": {"extends": true, "workflow": ["description"]}}' >types/policy.json
  commit types
}
