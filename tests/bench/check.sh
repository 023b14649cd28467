# All records checked: JSON, schema, ids, links, lifecycle, canonical form. The others check the schema alone, and leave
# out formats. They come from the npm registry, into the cache.
heading check "sms check, against schema validators with an equal schema" sms other
repository=$(repository "$MIDDLE")
npm=$cache/npm
if [ ! -x "$npm/node_modules/.bin/jsonschema" ] && command -v npm >/dev/null; then
  progress 'the validators'
  npm install --silent --no-audit --no-fund --prefix "$npm" @sourcemeta/jsonschema ajv-cli >/dev/null 2>&1 || true
  progress
fi

# The incident type and what it shares with others in one file, without what only sms understands.
jq --slurpfile common "$top/schemas/types/common.json" '
  del(."x-sms") | ."$id" = "https://sms.example/incident.json" |
  ."$defs"."common.json" = ($common[0] | ."$id" = "common.json")' \
  "$top/schemas/types/incident.json" >"$scratch/incident-schema.json"

check="$SMS -C $repository check"
if [ -x "$npm/node_modules/.bin/jsonschema" ]; then
  version() { sed -n 's/^ *"version": "\(.*\)".*/\1/p' "$npm/node_modules/$1/package.json" | head -1; }
  compare "jsonschema $(version @sourcemeta/jsonschema) --fast" '<1x' -n "$LONG" "$check" \
    "$npm/node_modules/.bin/jsonschema validate --fast $scratch/incident-schema.json $repository/records/incident"
  compare "ajv-cli $(version ajv-cli)" '' -n "$LONG" "$check" \
    "$npm/node_modules/.bin/ajv validate --spec=draft2020 --strict=false --validate-formats=false \
      -s $scratch/incident-schema.json -d '$repository/records/incident/**/*.json'"
else
  say 'npm cannot be had here: sms alone'
  compare 'sms check' '' -n "$LONG" "$check"
fi
say "$(thousands "$MIDDLE") record files"
