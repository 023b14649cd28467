# Any JSON against any schema: sms check --schema, and validators of the npm registry with the same schema and files,
# run without node where they are no JavaScript. Formats are annotations on all sides. The cache keeps what it takes.
heading schema 'sms check --schema, against other validators; files of about 750 bytes' sms other

# documents FOLDER COUNT: incidents in month folders, each with its own numbers, all valid.
documents() {
  local folder=$1 month
  for month in 01 02 03 04 05 06 07 08 09 10 11 12; do mkdir -p "$folder/$month"; done
  awk -v folder="$folder" -v count="$2" '
    function two(x) { return sprintf("%02d", x) }
    BEGIN {
      split("high medium low", level, " ")
      for (i = 0; i < count; i++) {
        month = two(1 + i % 12); day = two(1 + int(i / 12) % 28); hour = two(i % 24)
        id = sprintf("INC-2026%s%s-%06d", month, day, i)
        at = "2026-" month "-" day "T" hour ":" two(i % 60) ":00Z"
        file = folder "/" month "/" id ".json"
        printf "{\n  \"id\": \"%s\",\n  \"type\": \"incident\",\n  \"title\": \"Messages stay in the queue at place %d\",\n", id, i >file
        printf "  \"state\": \"closed\",\n  \"created\": {\n    \"at\": \"%s\",\n    \"by\": \"PER-ANNA-KELLER\"\n  },\n", at >file
        printf "  \"service\": \"SVC-E-MAIL\",\n  \"category\": \"email\",\n  \"impact\": \"%s\",\n", level[1 + i % 3] >file
        printf "  \"urgency\": \"%s\",\n  \"priority\": \"P%d\",\n  \"affected\": %d,\n", level[1 + i % 2], 1 + i % 5, i % 500 >file
        printf "  \"resolution\": \"Expired certificate: put right, and tried out.\",\n  \"resolved_at\": \"%s\",\n", at >file
        printf "  \"log\": [\n    {\n      \"at\": \"%s\",\n      \"by\": \"PER-ANNA-KELLER\",\n      \"kind\": \"created\"\n    },\n", at >file
        printf "    {\n      \"at\": \"%s\",\n      \"by\": \"PER-ANNA-KELLER\",\n      \"kind\": \"state\",\n", at >file
        printf "      \"from\": \"new\",\n      \"to\": \"closed\"\n    }\n  ]\n}\n" >file
        close(file)
      }
    }'
}

files=$cache/documents-$MIDDLE-$(cat "$here/schema.sh" | cksum | cut -d' ' -f1)
if [ ! -d "$files" ]; then
  progress "making $MIDDLE documents"
  rm -rf "$cache/documents-$MIDDLE-"*
  documents "$scratch/documents" "$MIDDLE"
  mv "$scratch/documents" "$files"
  cat "$files"/*/*.json | jq -c . >"$files.ndjson"
  mkdir "$files.lines" && mv "$files.ndjson" "$files.lines/all.jsonl"
  sync
  progress
fi
npm=$cache/npm
if [ ! -x "$npm/node_modules/.bin/jsonschema" ] && command -v npm >/dev/null; then
  progress 'the validators'
  npm install --silent --no-audit --no-fund --prefix "$npm" @sourcemeta/jsonschema ajv-cli >/dev/null 2>&1 || true
  progress
fi
version() { sed -n 's/^ *"version": "\(.*\)".*/\1/p' "$npm/node_modules/$1/package.json" | head -1; }
native=$npm/node_modules/@sourcemeta/jsonschema/build/github-releases/jsonschema-linux-x86_64

schema=$here/schema.json
check="$SMS check --schema $schema $files"
if [ -x "$native" ]; then
  compare "jsonschema $(version @sourcemeta/jsonschema) --fast" '<0.9x' -n "$LONG" "$check" \
    "$native validate --fast $schema $files"
  compare 'the same as lines of one file' '' -n "$LONG" "$SMS check --schema $schema $files.lines/all.jsonl" \
    "$native validate --fast $schema $files.lines/all.jsonl"
else
  compare 'sms check --schema' '' -n "$LONG" "$check"
fi
if [ -x "$npm/node_modules/.bin/ajv" ]; then
  # It calls what is evaluated unevaluated where `if` stands beside it: for it, that one condition is left out.
  jq 'del(.if, .then, .else)' "$schema" >"$scratch/schema.json"
  compare "ajv-cli $(version ajv-cli)" '' -n "$LONG" "$check" \
    "$npm/node_modules/.bin/ajv validate --spec=draft2020 --strict=false --validate-formats=false \
      -s $scratch/schema.json -d '$files/**/*.json'"
fi
say "$(thousands "$MIDDLE") files, $(($(cat "$files"/*/*.json | wc -c) / MIDDLE)) bytes each;" \
  "$(SMS_TIMING=1 "$SMS" check --schema "$schema" "$files" 2>&1 >/dev/null | sed 's/^sms: //') (two threads)"
