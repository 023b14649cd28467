#include "base/file.h"
#include "base/list.h"
#include "base/process.h"
#include "wrap/signature/signature.h"
#include "wrap/signature/wire.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define SPACE "sms-approval"
#define MESSAGE "{\n  \"decision\": \"approve\"\n}\n"

struct keys {
	char folder[64];
	struct sms_buf armour; /* of MESSAGE, by the Ed25519 key */
};

static void must(struct sms_error *error)
{
	if (error)
		fail_msg("%s", sms_error_message(error));
}

static void make_key(const struct keys *keys, const char *name, const char *kind, const char *bits)
{
	sms_auto(string) char *path = sms_format("%s/%s", keys->folder, name);
	const char *const arguments[] = {"ssh-keygen", "-q", "-t", kind, "-b", bits, "-N", "", "-f", path, NULL};
	int status = -1;
	must(sms_process_run(&(struct sms_process){.arguments = arguments}, NULL, &status));
	assert_int_equal(status, 0);
}

static void sign(const struct keys *keys, const char *name, const char *space, struct sms_buf *armour)
{
	sms_auto(string) char *path = sms_format("%s/%s", keys->folder, name);
	must(sms_signature_make(armour, path, false, space, MESSAGE, strlen(MESSAGE)));
}

static int set_up(void **state)
{
	static struct keys keys;
	strcpy(keys.folder, "/tmp/sms-keys-XXXXXX");
	assert_non_null(mkdtemp(keys.folder));
	make_key(&keys, "ed25519", "ed25519", "256");
	make_key(&keys, "ecdsa", "ecdsa", "384");
	make_key(&keys, "rsa", "rsa", "3072");
	sign(&keys, "ed25519", SPACE, &keys.armour);
	*state = &keys;
	return 0;
}

static int tear_down(void **state)
{
	struct keys *keys = *state;
	sms_auto(string) char *command = sms_format("rm -rf '%s'", keys->folder);
	sms_buf_release(&keys->armour);
	return system(command);
}

static void read_public(const struct keys *keys, const char *name, struct sms_public_key *key)
{
	sms_auto(string) char *path = sms_format("%s/%s.pub", keys->folder, name);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(list) struct sms_list words = SMS_LIST_INIT;
	must(sms_file_read(&text, path, 16384));
	sms_list_split(&words, sms_buf_text(&text), ' ');
	assert_null(sms_public_key_read(key, words.items[0], words.items[1]));
}

static bool accepts_of(const char *armour, size_t length, const char *space, const char *message)
{
	sms_auto(signature) struct sms_signature signature = {0};
	bool good = false;
	if (sms_signature_parse(&signature, armour, length))
		return false;
	must(sms_signature_verify(&signature, armour, length, space, message, strlen(message), &good));
	return good;
}

static bool accepts(const struct sms_buf *armour, const char *space, const char *message)
{
	return accepts_of(sms_buf_text(armour), armour->length, space, message);
}

/* --- Base64 and armour. --- */

static void base64_goes_both_ways(void **state)
{
	static const char *const examples[][2] = {/* RFC 4648, section 10 */
						  {"", ""},
						  {"f", "Zg=="},
						  {"fo", "Zm8="},
						  {"foo", "Zm9v"},
						  {"foob", "Zm9vYg=="},
						  {"fooba", "Zm9vYmE="},
						  {"foobar", "Zm9vYmFy"}};
	for (size_t i = 0; i < SMS_COUNT(examples); i++) {
		sms_auto(buf) struct sms_buf there = SMS_BUF_INIT, back = SMS_BUF_INIT;
		sms_base64_add(&there, examples[i][0], strlen(examples[i][0]), 0);
		assert_string_equal(sms_buf_text(&there), examples[i][1]);
		assert_true(sms_base64_read(&back, sms_buf_text(&there), there.length, false));
		assert_string_equal(sms_buf_text(&back), examples[i][0]);
	}
}

static void base64_that_is_not_canonical_is_none(void **state)
{
	static const char *const bad[] = {"Z",    "Zg",    "Zg=",   "Zh==", "Zm9=",  "Zg==Zg==", "Zg=g", "====",
					  "=Zg=", "Zm 9v", "Zm9v=", "Zm-_", "Zg== ", "Zm\n9v",   "Z===", "Zm9vZ==="};
	for (size_t i = 0; i < SMS_COUNT(bad); i++) {
		sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
		if (sms_base64_read(&out, bad[i], strlen(bad[i]), false))
			fail_msg("accepted '%s'", bad[i]);
	}
}

static void a_good_signature_is_good(void **state)
{
	const struct keys *keys = *state;
	sms_auto(signature) struct sms_signature signature = {0};
	sms_auto(public_key) struct sms_public_key key = {0};
	assert_null(sms_signature_parse(&signature, sms_buf_text(&keys->armour), keys->armour.length));
	read_public(keys, "ed25519", &key);
	assert_true(sms_public_key_equal(&key, &signature.key));
	assert_int_equal(signature.space_length, strlen(SPACE));
	assert_memory_equal(signature.space, SPACE, strlen(SPACE));
	assert_true(signature.sha512);
	assert_true(accepts(&keys->armour, SPACE, MESSAGE));
	assert_false(accepts(&keys->armour, SPACE, MESSAGE " "));
	assert_false(accepts(&keys->armour, SPACE, ""));
	assert_false(accepts(&keys->armour, "git", MESSAGE));
}

static void another_namespace_is_refused(void **state)
{
	sms_auto(buf) struct sms_buf armour = SMS_BUF_INIT;
	sign(*state, "ed25519", "git", &armour);
	assert_true(accepts(&armour, "git", MESSAGE));
	assert_false(accepts(&armour, SPACE, MESSAGE));
}

static void other_kinds_are_verified_by_the_program(void **state)
{
	static const char *const names[] = {"ecdsa", "rsa"};
	for (size_t i = 0; i < SMS_COUNT(names); i++) {
		sms_auto(buf) struct sms_buf armour = SMS_BUF_INIT;
		sign(*state, names[i], SPACE, &armour);
		assert_true(accepts(&armour, SPACE, MESSAGE));
		assert_false(accepts(&armour, SPACE, MESSAGE "\n"));
		assert_false(accepts(&armour, "git", MESSAGE));
	}
}

static void sha256_is_fine_too(void **state)
{
	const struct keys *keys = *state;
	sms_auto(string) char *key = sms_format("%s/ed25519", keys->folder);
	sms_auto(buf) struct sms_buf armour = SMS_BUF_INIT;
	const char *const arguments[] = {"ssh-keygen", "-Y", "sign",           "-n", SPACE, "-f",
					 key,          "-O", "hashalg=sha256", NULL};
	int status = -1;
	must(sms_process_run(
		&(struct sms_process){.arguments = arguments, .input = MESSAGE, .input_length = strlen(MESSAGE)},
		&armour, &status));
	assert_int_equal(status, 0);
	assert_true(accepts(&armour, SPACE, MESSAGE));
	assert_false(accepts(&armour, SPACE, "other"));
}

static void armour_has_to_be_all_there_is(void **state)
{
	const struct keys *keys = *state;
	const char *text = sms_buf_text(&keys->armour);
	static const char *const around[][2] = {{" ", ""}, {"\n", ""}, {"", " "}, {"", "\n"}, {"", "x"}, {"x\n", ""}};
	for (size_t i = 0; i < SMS_COUNT(around); i++) {
		sms_auto(string) char *other = sms_format("%s%s%s", around[i][0], text, around[i][1]);
		assert_false(accepts_of(other, strlen(other), SPACE, MESSAGE));
	}
	for (size_t length = 0; length < keys->armour.length - 1; length++)
		assert_false(accepts_of(text, length, SPACE, MESSAGE));
	/* The last line end may be missing. */
	assert_true(accepts_of(text, keys->armour.length - 1, SPACE, MESSAGE));
	sms_auto(string) char *twice = sms_format("%s%s", text, text);
	assert_false(accepts_of(twice, strlen(twice), SPACE, MESSAGE));
	sms_auto(string) char *long_one = sms_alloc(SMS_SIGNATURE_BYTES + 2, 1);
	memset(long_one, 'A', SMS_SIGNATURE_BYTES + 1);
	sms_auto(signature) struct sms_signature signature = {0};
	assert_string_equal(sms_signature_parse(&signature, long_one, SMS_SIGNATURE_BYTES + 1), "it is too long");
}

/* --- The same answers as ssh-keygen. --- */

static void wrap(struct sms_buf *armour, const struct sms_buf *bytes)
{
	sms_buf_clear(armour);
	sms_buf_add_text(armour, "-----BEGIN SSH SIGNATURE-----\n");
	sms_base64_add(armour, sms_buf_text(bytes), bytes->length, 70);
	sms_buf_add_text(armour, "-----END SSH SIGNATURE-----\n");
}

/* What ssh-keygen thinks, given the one key that is allowed. */
static bool program_accepts(const struct sms_public_key *key, const struct sms_buf *armour, const char *message)
{
	bool good = false;
	must(sms_signature_verify_by_program(key, sms_buf_text(armour), armour->length, SPACE, message, strlen(message),
					     &good));
	return good;
}

/* What we think, given the same. */
static bool own_accepts(const struct sms_public_key *key, const struct sms_buf *armour, const char *message)
{
	sms_auto(signature) struct sms_signature signature = {0};
	bool good = false;
	if (sms_signature_parse(&signature, sms_buf_text(armour), armour->length) ||
	    !sms_public_key_equal(&signature.key, key))
		return false;
	must(sms_signature_verify(&signature, sms_buf_text(armour), armour->length, SPACE, message, strlen(message),
				  &good));
	return good;
}

static void expect_agreement(const struct sms_public_key *key, const struct sms_buf *bytes, const char *what, size_t at)
{
	sms_auto(buf) struct sms_buf armour = SMS_BUF_INIT;
	wrap(&armour, bytes);
	bool own = own_accepts(key, &armour, MESSAGE), other = program_accepts(key, &armour, MESSAGE);
	if (own != other)
		fail_msg("%s at %zu: %s here, %s by ssh-keygen", what, at, own ? "accepted" : "refused",
			 other ? "accepted" : "refused");
}

/* Offset of the version, the one field where ssh-keygen takes what PROTOCOL.sshsig does not know: a 0. */
#define VERSION_AT 6

static void mutated_signatures_are_judged_as_by_ssh_keygen(void **state)
{
	const struct keys *keys = *state;
	sms_auto(public_key) struct sms_public_key key = {0};
	sms_auto(signature) struct sms_signature signature = {0};
	read_public(keys, "ed25519", &key);
	assert_null(sms_signature_parse(&signature, sms_buf_text(&keys->armour), keys->armour.length));
	const struct sms_buf *bytes = &signature.bytes;
	expect_agreement(&key, bytes, "nothing changed", 0);
	for (size_t i = 0; i < bytes->length; i++) {
		sms_auto(buf) struct sms_buf other = SMS_BUF_INIT;
		sms_buf_add(&other, sms_buf_text(bytes), bytes->length);
		other.data[i] = (char)(other.data[i] ^ 1 << i % 8);
		expect_agreement(&key, &other, "a bit", i);
	}
	for (size_t i = 0; i < bytes->length; i += 3) {
		sms_auto(buf) struct sms_buf cut = SMS_BUF_INIT, more = SMS_BUF_INIT;
		sms_buf_add(&cut, sms_buf_text(bytes), i);
		expect_agreement(&key, &cut, "cut", i);
		sms_buf_add(&more, sms_buf_text(bytes), i);
		sms_buf_add_char(&more, '\0');
		sms_buf_add(&more, sms_buf_text(bytes) + i, bytes->length - i);
		expect_agreement(&key, &more, "a byte more", i);
	}
	sms_auto(buf) struct sms_buf version = SMS_BUF_INIT;
	sms_buf_add(&version, sms_buf_text(bytes), bytes->length);
	version.data[VERSION_AT + 3] = 0;
	sms_auto(buf) struct sms_buf armour = SMS_BUF_INIT;
	wrap(&armour, &version);
	assert_false(own_accepts(&key, &armour, MESSAGE));
}

/* A signature put together field by field. */
static void compose(struct sms_buf *out, const struct sms_signature *from, const char *space, const char *reserved,
		    const char *hash)
{
	sms_buf_clear(out);
	sms_buf_add(out, "SSHSIG\0\0\0\1", 10);
	sms_wire_add(out, from->key.blob, from->key.length);
	sms_wire_add(out, space, strlen(space));
	sms_wire_add(out, reserved, strlen(reserved));
	sms_wire_add(out, hash, strlen(hash));
	sms_wire_add(out, from->value, from->value_length);
}

static void fields_are_judged_as_by_ssh_keygen(void **state)
{
	const struct keys *keys = *state;
	static const char *const fields[][3] = {
		{SPACE, "", "sha512"}, {SPACE, "x", "sha512"},    {SPACE, "", "sha256"},
		{SPACE, "", "sha1"},   {SPACE, "", ""},           {"", "", "sha512"},
		{"git", "", "sha512"}, {SPACE "x", "", "sha512"}, {SPACE, "", "SHA512"}};
	sms_auto(public_key) struct sms_public_key key = {0};
	sms_auto(signature) struct sms_signature signature = {0};
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	read_public(keys, "ed25519", &key);
	assert_null(sms_signature_parse(&signature, sms_buf_text(&keys->armour), keys->armour.length));
	for (size_t i = 0; i < SMS_COUNT(fields); i++) {
		compose(&bytes, &signature, fields[i][0], fields[i][1], fields[i][2]);
		expect_agreement(&key, &bytes, "fields", i);
	}
}

/* --- Keys. --- */

static void keys_are_what_ssh_keygen_says(void **state)
{
	const struct keys *keys = *state;
	static const struct {
		const char *name, *kind;
		unsigned bits;
	} expected[] = {{"ed25519", "ED25519", 256}, {"ecdsa", "ECDSA", 384}, {"rsa", "RSA", 3072}};
	for (size_t i = 0; i < SMS_COUNT(expected); i++) {
		sms_auto(public_key) struct sms_public_key key = {0};
		sms_auto(string) char *path = sms_format("%s/%s.pub", keys->folder, expected[i].name);
		sms_auto(buf) struct sms_buf said = SMS_BUF_INIT;
		const char *const arguments[] = {"ssh-keygen", "-l", "-f", path, NULL};
		read_public(keys, expected[i].name, &key);
		must(sms_process_run(&(struct sms_process){.arguments = arguments}, &said, NULL));
		sms_auto(string) char *start = sms_format("%u %s ", key.bits, key.fingerprint);
		sms_auto(string) char *end = sms_format("(%s)\n", sms_public_key_kind(&key));
		assert_int_equal(key.bits, expected[i].bits);
		assert_string_equal(sms_public_key_kind(&key), expected[i].kind);
		assert_int_equal(strncmp(sms_buf_text(&said), start, strlen(start)), 0);
		assert_non_null(strstr(sms_buf_text(&said), end));
	}
}

static void keys_that_are_cut_or_too_long_are_none(void **state)
{
	static const char *const names[] = {"ed25519", "ecdsa", "rsa"};
	for (size_t i = 0; i < SMS_COUNT(names); i++) {
		sms_auto(public_key) struct sms_public_key key = {0};
		sms_auto(buf) struct sms_buf blob = SMS_BUF_INIT;
		read_public(*state, names[i], &key);
		sms_buf_add(&blob, key.blob, key.length);
		sms_buf_add_char(&blob, '\0');
		for (size_t length = 0; length <= blob.length; length++) {
			sms_auto(public_key) struct sms_public_key other = {0};
			bool whole = sms_public_key_parse(&other, sms_buf_text(&blob), length) == NULL;
			assert_int_equal(whole, length == key.length);
		}
	}
}

static void kinds_that_are_not_supported_say_so(void **state)
{
	sms_auto(public_key) struct sms_public_key key = {0};
	assert_string_equal(sms_public_key_read(&key, "ssh-dss", "AAAAB3NzaC1kc3MAAACBAA=="),
			    "DSA keys are not supported: they are weak");
	assert_string_equal(sms_public_key_read(&key, "ssh-foo", "AAAAB3NzaC1mb28="),
			    "the kind of key is not supported");
	assert_string_equal(sms_public_key_read(&key, "ssh-ed25519", "AAAA*"), "the key is no base64");
	sms_auto(public_key) struct sms_public_key real = {0};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	read_public(*state, "ed25519", &real);
	sms_public_key_print(&text, &real);
	assert_string_equal(sms_public_key_read(&key, "ssh-rsa", strchr(sms_buf_text(&text), ' ') + 1),
			    "the key is of another kind than its line says");
}

/* --- Signing. --- */

static void what_keeps_from_signing_is_said(void **state)
{
	sms_auto(buf) struct sms_buf armour = SMS_BUF_INIT;
	sms_auto(error) struct sms_error *error =
		sms_signature_make(&armour, "/nonexistent/key", false, SPACE, MESSAGE, strlen(MESSAGE));
	assert_non_null(error);
	assert_int_equal(sms_error_status(error), SMS_INPUT);
	assert_non_null(strstr(sms_error_message(error), "No such file"));
}

/* No timed test, but a figure for who asks for it: SMS_BENCH=1. */
static void two_thousand_are_verified(void **state)
{
	const struct keys *keys = *state;
	struct timespec begin, end;
	unsigned count = getenv("SMS_BENCH") ? 2000 : 20;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (unsigned i = 0; i < count; i++)
		assert_true(accepts(&keys->armour, SPACE, MESSAGE));
	clock_gettime(CLOCK_MONOTONIC, &end);
	if (getenv("SMS_BENCH"))
		print_message("%u signatures: %.3f s\n", count,
			      (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base64_goes_both_ways),
		cmocka_unit_test(base64_that_is_not_canonical_is_none),
		cmocka_unit_test(a_good_signature_is_good),
		cmocka_unit_test(another_namespace_is_refused),
		cmocka_unit_test(other_kinds_are_verified_by_the_program),
		cmocka_unit_test(sha256_is_fine_too),
		cmocka_unit_test(armour_has_to_be_all_there_is),
		cmocka_unit_test(mutated_signatures_are_judged_as_by_ssh_keygen),
		cmocka_unit_test(fields_are_judged_as_by_ssh_keygen),
		cmocka_unit_test(keys_are_what_ssh_keygen_says),
		cmocka_unit_test(keys_that_are_cut_or_too_long_are_none),
		cmocka_unit_test(kinds_that_are_not_supported_say_so),
		cmocka_unit_test(what_keeps_from_signing_is_said),
		cmocka_unit_test(two_thousand_are_verified),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
