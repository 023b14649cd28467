#include "test_git_fixture.h"

static struct sms_error *add_path(void *context, const struct sms_tree_entry *entry)
{
	sms_list_add_format(context, "%o:%s", entry->mode, entry->path);
	return NULL;
}

static void expect_walk(const struct sms_repo *repo, const char *prefix, const char *expected)
{
	sms_auto(list) struct sms_list paths = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	struct sms_oid head = head_of(repo);
	expect_ok(sms_repo_walk_tree(repo, &head, prefix, add_path, &paths));
	sms_list_join(&text, &paths, " ");
	assert_string_equal(sms_buf_text(&text), expected);
}

static void test_walk_and_lookup(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	sh("mkdir -p a/b; echo 1 > a/b/c; echo 2 > a.b; echo 3 > a/d; chmod +x a/d; ln -s x a/l; git add .; git commit "
	   "-q -m x");
	expect_walk(repo, "", "100644:a.b 100644:a/b/c 100755:a/d 120000:a/l");
	expect_walk(repo, "a", "100644:a/b/c 100755:a/d 120000:a/l");
	expect_walk(repo, "a/b", "100644:a/b/c");
	expect_walk(repo, "a.b", "100644:a.b");
	expect_walk(repo, "none/of/it", "");
	struct sms_oid head = head_of(repo), oid;
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	unsigned mode;
	bool found;
	expect_ok(sms_repo_lookup(repo, &head, "a/b/c", &found, &oid, &mode));
	assert_true(found);
	assert_int_equal(mode, SMS_MODE_FILE);
	expect_ok(sms_repo_blob(repo, &oid, &bytes));
	assert_string_equal(bytes.data, "1\n");
	expect_ok(sms_repo_lookup(repo, &head, "a.b/c", &found, &oid, NULL));
	assert_false(found);
	expect_ok(sms_repo_lookup(repo, &head, "a/b", &found, &oid, &mode));
	assert_true(found && mode == SMS_MODE_TREE);
	expect_ok(sms_repo_lookup(repo, &(struct sms_oid){{0}}, "a", &found, &oid, NULL));
	assert_false(found);
}

/* More names than are looked through one by one; a name that is there twice is the first. */
static void test_lookup_in_a_large_folder(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(true);
	struct sms_oid commit, one, two, oid;
	bool found = false;
	sms_auto(string) char *first = output("echo 1 | git hash-object -w --stdin");
	sms_auto(string) char *second = output("echo 2 | git hash-object -w --stdin");
	sms_auto(string) char *id =
		output("line() { printf '100644 blob %%s\\tname-%%03d\\n' $1 $2; }; "
		       "a=$(for i in $(seq 1 300); do line %s $i; done | git mktree); b=$(line %s 300 | git mktree); "
		       "{ git cat-file tree $a; git cat-file tree $b; } > t; "
		       "git commit-tree -m x $(git hash-object -t tree -w --literally t)",
		       first, second);
	assert_true(sms_oid_parse(id, &commit) && sms_oid_parse(first, &one) && sms_oid_parse(second, &two));
	for (int i = 0; i <= 602; i++) {
		sms_auto(string) char *name = sms_format("name-%03d", i % 302);
		expect_ok(sms_repo_lookup(repo, &commit, name, &found, &oid, NULL));
		assert_int_equal(found, i % 302 > 0 && i % 302 < 301);
		assert_true(!found || sms_oid_equal(&oid, &one));
	}
}

static struct sms_error *refuse(void *context, const struct sms_tree_entry *entry)
{
	return sms_error(SMS_NO, "enough");
}

static void test_visitor_stops_the_walk(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(true);
	struct sms_oid commit;
	expect_ok(write_text(repo, "a/b", "1", &commit));
	expect_error(sms_repo_walk_tree(repo, &commit, "", refuse, NULL), SMS_NO, "enough");
}

static void test_hostile_trees(void **state)
{
	static const char *const trees[] = {"100644 a", "100644 ../x\\0 1234567890123456789", "garbage"};
	sms_auto(repo) struct sms_repo *repo = new_repo(true);
	for (size_t i = 0; i < SMS_COUNT(trees); i++) {
		struct sms_oid oid;
		sms_auto(string) char *id =
			output("printf '%s' > t; git hash-object -t tree -w --literally t | xargs git "
			       "commit-tree -m x",
			       trees[i]);
		assert_true(sms_oid_parse(id, &oid));
		sms_auto(list) struct sms_list paths = SMS_LIST_INIT;
		expect_error(sms_repo_walk_tree(repo, &oid, "", add_path, &paths), SMS_ENVIRONMENT,
			     "malformed git tree");
	}
	struct sms_oid deep;
	sms_auto(string) char *id =
		output("t=$(git mktree < /dev/null); for i in $(seq 1 80); do t=$(printf '040000 tree %%s"
		       "\\td\\n' $t | git mktree); done; git commit-tree -m x $t");
	assert_true(sms_oid_parse(id, &deep));
	expect_error(sms_repo_walk_tree(repo, &deep, "", refuse, NULL), SMS_ENVIRONMENT, "more than 64 folders");
}

static struct sms_error *add_change(void *context, const struct sms_tree_change *change)
{
	sms_list_add_format(context, "%c%s",
			    sms_oid_is_zero(&change->before)  ? '+'
			    : sms_oid_is_zero(&change->after) ? '-'
							      : '~',
			    change->path);
	return NULL;
}

static void test_diff(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	sms_auto(list) struct sms_list changes = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	struct sms_oid before, after, none = {{0}};
	sh("mkdir -p a/b same; for f in a/b/c a/d a.b same/x f gone/x; do mkdir -p $(dirname $f); echo $f > $f; done; "
	   "git add "
	   "."
	   "; git commit -q -m 1");
	before = head_of(repo);
	sh("echo 2 > a/b/c; rm f gone/x; mkdir f; echo n > f/n; chmod +x a.b; git add -A .; git commit -q -m 2");
	after = head_of(repo);
	expect_ok(sms_repo_diff(repo, &before, &after, add_change, &changes));
	sms_list_join(&text, &changes, " ");
	assert_string_equal(sms_buf_text(&text), "~a.b ~a/b/c -f +f/n -gone/x");
	sms_list_release(&changes);
	expect_ok(sms_repo_diff(repo, &none, &after, add_change, &changes));
	assert_int_equal(changes.count, 5);
	expect_ok(sms_repo_diff(repo, &after, &after, add_change, &changes));
	assert_int_equal(changes.count, 5);
}

static void test_pack_order(void **state)
{
	enum { COUNT = 200 };
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	struct sms_oid ids[COUNT + 2];
	uint32_t order[COUNT + 2];
	bool seen[COUNT + 2] = {false};
	sh("for i in $(seq 1 %d); do echo $i > f$i; done; git add .; git commit -q -m x; git gc -q", COUNT);
	for (size_t i = 0; i < COUNT; i++) {
		sms_auto(string) char *text = sms_format("%zu\n", i + 1);
		sms_oid_of_blob(text, strlen(text), &ids[i]);
	}
	expect_ok(write_text(repo, "loose", "loose", NULL));
	sms_oid_of_blob("loose", 5, &ids[COUNT]);
	ids[COUNT + 1] = ids[3];
	expect_ok(sms_repo_pack_order(repo, ids, COUNT + 2, order));
	sms_auto(string) char *packed =
		output("git show-index < $(echo .git/objects/pack/*.idx) | sort -n | cut -d' ' -f2");
	const char *last = packed;
	for (size_t i = 0; i < COUNT + 2; i++) {
		char text[SMS_OID_SIZE];
		assert_true(order[i] < COUNT + 2 && !seen[order[i]]);
		seen[order[i]] = true;
		if (i == COUNT + 1)
			continue;
		sms_oid_format(&ids[order[i]], text);
		const char *at = strstr(packed, text);
		assert_true(at >= last);
		last = at;
	}
	assert_int_equal(order[COUNT + 1], COUNT);
	expect_ok(sms_repo_pack_order(repo, ids, 0, order));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_walk_and_lookup),
		TEST(test_visitor_stops_the_walk),
		TEST(test_lookup_in_a_large_folder),
		TEST(test_hostile_trees),
		TEST(test_diff),
		TEST(test_pack_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
