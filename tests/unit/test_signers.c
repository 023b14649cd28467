#include "model/approval/keys.h"
#include "repository.h"

#define ED "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
#define ED_OTHER "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g"

static int make_people(void **state)
{
	static struct place place;
	place_make(&place);
	add_people(&place);
	*state = &place;
	return 0;
}

static int drop_people(void **state)
{
	place_remove(*state);
	sms_clock_set(SMS_TIME_NONE);
	return 0;
}

static void read_signers(struct place *place, const char *text, struct sms_signers *out)
{
	const struct sms_people *people = NULL;
	must(sms_store_people(place->store, &people));
	sms_signers_read(out, text, strlen(text), people);
}

/* The fault of the first line, "" for none. */
static void expect_fault(struct place *place, const char *text, const char *fault)
{
	sms_auto(signers) struct sms_signers signers = {0};
	read_signers(place, text, &signers);
	assert_true(signers.count > 0);
	assert_string_equal(signers.items[0].fault ? signers.items[0].fault : "", fault);
}

static void expect_refusal(struct place *place, const char *text, const char *person, const char *time,
			   const char *expected)
{
	sms_auto(signers) struct sms_signers signers = {0};
	sms_auto(public_key) struct sms_public_key key = {0};
	read_signers(place, text, &signers);
	assert_null(sms_public_key_read(&key, "ssh-ed25519", strchr(ED, ' ') + 1));
	sms_auto(string) char *why = sms_signers_refuse(&signers, &key, person, at(time), NULL);
	assert_string_equal(why ? why : "", expected);
}

static void lines_that_are_fine(void **state)
{
	static const char *const lines[] = {
		"SOU-BOB " ED,
		"SOU-BOB " ED " with a comment",
		"  SOU-BOB\t" ED "\n",
		"bob@example.org " ED,
		"BOB@Example.ORG,SOU-BOB " ED,
		"SOU-BOB namespaces=\"sms-approval\" " ED,
		"SOU-BOB NameSpaces=\"git,sms-approval\" " ED,
		"SOU-BOB valid-after=\"20260101Z\",valid-before=\"202612312359Z\" " ED,
		"SOU-BOB valid-before=\"20261231235959Z\",namespaces=\"sms-approval\" " ED,
	};
	for (size_t i = 0; i < SMS_COUNT(lines); i++) {
		expect_fault(*state, lines[i], "");
		expect_refusal(*state, lines[i], "SOU-BOB", "2026-06-01T00:00:00Z", "");
		expect_refusal(*state, lines[i], "SOU-CLEO", "2026-06-01T00:00:00Z",
			       "it is made with a key of SOU-BOB");
	}
}

static void lines_that_are_hostile(void **state)
{
	static const char *const lines[][2] = {
		{"* " ED, "patterns and quotes are not supported: '*'"},
		{"*@example.org " ED, "patterns and quotes are not supported: '*@example.org'"},
		{"!SOU-BOB " ED, "patterns and quotes are not supported: '!SOU-BOB'"},
		{"\"SOU-BOB\" " ED, "patterns and quotes are not supported: '\"SOU-BOB\"'"},
		{"SOU-BOB, " ED, "a principal is empty"},
		{"SOU-ZOE " ED, "'SOU-ZOE' is no person on record"},
		{"HAT-KING " ED, "'HAT-KING' is no person on record"},
		{"SOU-BOB,SOU-CLEO " ED, "it is for two persons, SOU-BOB and SOU-CLEO"},
		{"SOU-BOB cert-authority " ED, "certificate authorities are not supported"},
		{"SOU-BOB cert-authority,namespaces=\"sms-approval\" " ED, "certificate authorities are not supported"},
		{"SOU-BOB namespaces=\"*\" " ED, "patterns are not supported: namespaces=\"*\""},
		{"SOU-BOB namespaces=\"sms-approval\",namespaces=\"git\" " ED,
		 "the option 'namespaces' stands there twice"},
		{"SOU-BOB namespaces " ED, "the option 'namespaces' has no value"},
		{"SOU-BOB namespaces=sms-approval " ED, "the options cannot be read"},
		{"SOU-BOB namespaces=\"sms-approval " ED, "the option 'namespaces' is not closed"},
		{"SOU-BOB frobnicate " ED, "the option 'frobnicate' is not supported"},
		{"SOU-BOB verify-required=\"x\" " ED, "the option 'verify-required' is not supported"},
		{"SOU-BOB valid-before=\"20270101\" " ED,
		 "valid-before=\"20270101\" has no Z: it would be another instant on every machine"},
		{"SOU-BOB valid-before=\"20270230Z\" " ED, "valid-before=\"20270230Z\" is no date"},
		{"SOU-BOB valid-before=\"2027Z\" " ED, "valid-before=\"2027Z\" is no date"},
		{"SOU-BOB valid-before=\"20270101Zx\" " ED, "valid-before=\"20270101Zx\" is no date"},
		{"SOU-BOB valid-after=\"\" " ED, "valid-after=\"\" is no date"},
		{"SOU-BOB ssh-ed25519", "the key is cut off"},
		{"SOU-BOB", "it has no key"},
		{"SOU-BOB ssh-ed25519 AAAA====", "the key is no base64"},
		{"SOU-BOB ssh-dss AAAAB3NzaC1kc3MAAACBAA==", "DSA keys are not supported: they are weak"},
		{"SOU-BOB ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29t",
		 "the kind of key is not supported"},
		{"SOU-BOB ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
		 "the key is of another kind than its line says"},
		{"SOU-BOB " ED "\r", "it has characters that are not allowed"},
		{"SOU-BOB " ED " \x1b[31m", "it has characters that are not allowed"},
		{"SOU-BOB\xff " ED, "it has characters that are not allowed"},
	};
	for (size_t i = 0; i < SMS_COUNT(lines); i++) {
		sms_auto(signers) struct sms_signers signers = {0};
		sms_auto(public_key) struct sms_public_key key = {0};
		read_signers(*state, lines[i][0], &signers);
		assert_int_equal(signers.count, 1);
		if (!signers.items[0].fault || strcmp(signers.items[0].fault, lines[i][1]) != 0)
			fail_msg("'%s': '%s'", lines[i][0], signers.items[0].fault ? signers.items[0].fault : "");
		assert_null(sms_public_key_read(&key, "ssh-ed25519", strchr(ED, ' ') + 1));
		sms_auto(string) char *why =
			sms_signers_refuse(&signers, &key, "SOU-BOB", at("2026-06-01T00:00:00Z"), NULL);
		assert_non_null(why);
	}
}

static void a_zero_byte_hides_nothing(void **state)
{
	static const char text[] = "SOU-BOB " ED "\0\nSOU-CLEO " ED_OTHER "\n";
	sms_auto(signers) struct sms_signers signers = {0};
	struct place *place = *state;
	const struct sms_people *people = NULL;
	must(sms_store_people(place->store, &people));
	sms_signers_read(&signers, text, sizeof text - 1, people);
	assert_int_equal(signers.count, 2);
	assert_string_equal(signers.items[0].fault, "it has characters that are not allowed");
	assert_null(signers.items[1].fault);
}

static void comments_and_empty_lines_are_none(void **state)
{
	sms_auto(signers) struct sms_signers signers = {0};
	read_signers(*state, "# one\n\n \t\n  # two\nSOU-BOB " ED "\n#\n", &signers);
	assert_int_equal(signers.count, 1);
	assert_int_equal(signers.items[0].line, 5);
}

static void a_key_has_one_person(void **state)
{
	static const char text[] = "SOU-BOB " ED "\nSOU-CLEO " ED "\nSOU-CLEO " ED_OTHER "\n";
	sms_auto(signers) struct sms_signers signers = {0};
	read_signers(*state, text, &signers);
	assert_string_equal(signers.items[0].fault, "the key stands in line 2 for somebody else");
	assert_string_equal(signers.items[1].fault, "the key stands in line 1 for somebody else");
	assert_null(signers.items[2].fault);
	expect_refusal(*state, text, "SOU-BOB", "2026-06-01T00:00:00Z",
		       "line 1 of allowed_signers: the key stands in line 2 for somebody else");
}

static void all_lines_of_a_key_have_to_allow_it(void **state)
{
	static const char text[] = "SOU-BOB valid-before=\"20260501Z\" " ED "\nbob@example.org " ED "\n";
	expect_fault(*state, text, "");
	expect_refusal(*state, text, "SOU-BOB", "2026-04-01T00:00:00Z", "");
	expect_refusal(*state, text, "SOU-BOB", "2026-06-01T00:00:00Z",
		       "the key was good only until 2026-05-01T00:00:00Z");
}

static void the_times_are_in_utc_and_both_ends_count(void **state)
{
	static const char text[] = "SOU-BOB valid-after=\"20260101120000Z\",valid-before=\"20260201Z\" " ED;
	expect_refusal(*state, text, "SOU-BOB", "2026-01-01T11:59:59Z",
		       "the key is good only from 2026-01-01T12:00:00Z on");
	expect_refusal(*state, text, "SOU-BOB", "2026-01-01T12:00:00Z", "");
	expect_refusal(*state, text, "SOU-BOB", "2026-02-01T00:00:00Z", "");
	expect_refusal(*state, text, "SOU-BOB", "2026-02-01T00:00:01Z",
		       "the key was good only until 2026-02-01T00:00:00Z");
}

static void keys_for_other_uses_sign_nothing_here(void **state)
{
	static const char text[] = "SOU-BOB namespaces=\"git,sms-approvals\" " ED;
	expect_fault(*state, text, "");
	expect_refusal(*state, text, "SOU-BOB", "2026-06-01T00:00:00Z", "the key is not for namespace 'sms-approval'");
}

static void expect_text(struct sms_buf *text, const char *expected)
{
	assert_string_equal(sms_buf_text(text), expected);
}

static void an_end_is_written_without_touching_the_rest(void **state)
{
	static const char *const lines[][2] = {
		{"a " ED " c d\n", "a valid-before=\"20260501000000Z\" " ED " c d\n"},
		{"a namespaces=\"x y\" " ED "\n", "a namespaces=\"x y\",valid-before=\"20260501000000Z\" " ED "\n"},
		{"a Valid-Before=\"20280101Z\",namespaces=\"x,y\" " ED "\n",
		 "a namespaces=\"x,y\",valid-before=\"20260501000000Z\" " ED "\n"},
		{"a valid-after=\"20250101Z\",valid-before=\"20280101Z\" " ED,
		 "a valid-after=\"20250101Z\",valid-before=\"20260501000000Z\" " ED "\n"},
	};
	for (size_t i = 0; i < SMS_COUNT(lines); i++) {
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		sms_buf_add_format(&text, "# first\n%s", lines[i][0]);
		sms_auto(string) char *expected = sms_format("# first\n# why\n%s", lines[i][1]);
		sms_signers_text_end(&text, 2, at("2026-05-01T00:00:00Z"), "why");
		expect_text(&text, expected);
	}
}

static void order_keeps_comments_with_their_lines(void **state)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_buf_add_text(&text, "# heading\n\n# of b\n# more\nb 2\nc 3\n\n# of a\na 1\n# the end");
	sms_signers_text_arrange(&text);
	expect_text(&text, "# heading\n\n# of a\na 1\n# of b\n# more\nb 2\nc 3\n# the end\n");
	sms_signers_text_arrange(&text);
	expect_text(&text, "# heading\n\n# of a\na 1\n# of b\n# more\nb 2\nc 3\n# the end\n");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_people, drop_people)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(lines_that_are_fine),
		CASE(lines_that_are_hostile),
		CASE(a_zero_byte_hides_nothing),
		CASE(comments_and_empty_lines_are_none),
		CASE(a_key_has_one_person),
		CASE(all_lines_of_a_key_have_to_allow_it),
		CASE(the_times_are_in_utc_and_both_ends_count),
		CASE(keys_for_other_uses_sign_nothing_here),
		cmocka_unit_test(an_end_is_written_without_touching_the_rest),
		cmocka_unit_test(order_keeps_comments_with_their_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
