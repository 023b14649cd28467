#include "test_git_fixture.h"

/* What the visitor makes of a history: "subject:path,path" for each commit. */
struct story {
	struct sms_buf text;
	size_t limit; /* commits after which to stop; 0 for none */
	size_t count;
	bool stop;
};

static struct sms_error *tell(void *context, const struct sms_commit *commit, const struct sms_tree_change *changes,
			      size_t count)
{
	struct story *story = context;
	sms_buf_add_format(&story->text, "%s%.*s", story->count++ ? " " : "", (int)strcspn(commit->message, "\n"),
			   commit->message);
	for (size_t i = 0; i < count; i++)
		sms_buf_add_format(&story->text, "%c%s", i ? ',' : ':', changes[i].path);
	story->stop = story->limit && story->count == story->limit;
	return NULL;
}

static void expect_told(const struct sms_repo *repo, const char *prefixes, const char *hide, size_t limit,
			const char *expected)
{
	struct story story = {.limit = limit};
	sms_auto(list) struct sms_list list = SMS_LIST_INIT;
	struct sms_oid tip = head_of(repo), hidden;
	if (prefixes)
		sms_list_split(&list, prefixes, ' ');
	if (hide)
		expect_ok(sms_repo_resolve(repo, hide, &hidden));
	expect_ok(sms_repo_history(repo, &tip, hide ? &hidden : NULL, &list, tell, &story, &story.stop));
	assert_string_equal(sms_buf_text(&story.text), expected);
	sms_buf_release(&story.text);
}

/* The same by whoever remembers what was different, and proves what is read. */
static void expect_history(const struct sms_repo *repo, const char *prefixes, const char *hide, size_t limit,
			   const char *expected)
{
	sms_auto(repo) struct sms_repo *other = NULL;
	struct story whole = {.limit = 0};
	struct sms_oid tip = head_of(repo);
	expect_told(repo, prefixes, hide, limit, expected);
	expect_ok(sms_repo_reopen(&other, repo));
	sms_repo_remember(other);
	sms_repo_prove(other);
	expect_told(other, prefixes, hide, limit, expected);
	expect_ok(sms_repo_history(other, &tip, NULL, NULL, tell, &whole, NULL));
	sms_buf_release(&whole.text);
	expect_told(other, prefixes, hide, limit, expected);
}

/* Commits a change of files, "name=contents" each, a hundred seconds after the one before. */
static void commit(const char *subject, const char *files)
{
	static int clock = 1600000000;
	clock += 100;
	sh("for f in %s; do mkdir -p $(dirname ${f%%=*}); echo ${f#*=} > ${f%%=*}; done; git add -A .; "
	   "GIT_COMMITTER_DATE='%d +0000' git commit -q --allow-empty -m %s",
	   files, clock, subject);
}

static void test_line(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	expect_history(repo, NULL, NULL, 0, "");
	commit("one", "a/x=1 b/x=1");
	commit("two", "a/x=2");
	commit("empty", "");
	commit("three", "b/x=3 b/y=3 c=1");
	expect_history(repo, NULL, NULL, 0, "three:b/x,b/y,c two:a/x one:a/x,b/x");
	expect_history(repo, "a", NULL, 0, "two:a/x one:a/x");
	expect_history(repo, "b/y", NULL, 0, "three:b/y");
	expect_history(repo, "a c", NULL, 0, "three:c two:a/x one:a/x");
	expect_history(repo, "b/yy", NULL, 0, "");
	expect_history(repo, NULL, NULL, 1, "three:b/x,b/y,c");
	expect_history(repo, NULL, "HEAD~2", 0, "three:b/x,b/y,c");
	expect_history(repo, NULL, "HEAD", 0, "");
	expect_history(repo, NULL, "HEAD~3", 1, "three:b/x,b/y,c");
}

/* Files that come, change and go, a few at a time, in folders of many. */
static void test_as_git_finds(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	sh("r=7; i=0; while [ $i -lt 50 ]; do i=$((i + 1)); n=0; while [ $n -lt $((i %% 5 + 1)) ]; do n=$((n + 1)); "
	   "r=$(((r * 1103515245 + 12345) & 0x7fffffff)); f=d$((r / 512 %% 2))/name-$((r / 1024 %% 60)); mkdir -p "
	   "${f%%/*}; "
	   "if [ $((r / 65536 %% 4)) = 0 ]; then rm -f $f; else echo $((r / 65536)) > $f; fi; done; "
	   "git add -A .; git commit -q --allow-empty -m c$i; done");
	sms_auto(string) char *expected = output(
		"git log --format='*%%s' --name-only | awk '/^[*]/ {s = substr($0, 2)} "
		"/^d/ {printf \"%%s%%s%%s\", s ? (n++ ? \" \" : \"\") s : \"\", s ? \":\" : \",\", $0; s = \"\"}'");
	expect_history(repo, NULL, NULL, 0, expected);
}

static void test_merge(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	commit("base", "a=1 b=1 c=1");
	sh("git switch -q -c side");
	commit("side", "b=side c=side");
	sh("git switch -q main");
	commit("main", "a=main c=main");
	sh("git merge -q --no-commit side > /dev/null || :");
	commit("merge", "c=both");
	commit("after", "a=after");
	/* Only `c` differs from both sides; what came from one of them is that side's change. */
	expect_history(repo, NULL, NULL, 0, "after:a merge:c main:a,c side:b,c base:a,b,c");
	expect_history(repo, "a", NULL, 0, "after:a main:a base:a");
	expect_history(repo, "b", NULL, 0, "side:b base:b");
	expect_history(repo, NULL, "side", 0, "after:a merge:c main:a,c");
	expect_history(repo, NULL, NULL, 3, "after:a merge:c main:a,c");
}

static void test_clean_merge_changes_nothing(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	commit("base", "a=1 b=1");
	sh("git switch -q -c side");
	commit("side", "b=side");
	sh("git switch -q main");
	commit("main", "a=main");
	sh("git merge -q -m merge side");
	expect_history(repo, NULL, NULL, 0, "main:a side:b base:a,b");
}

static void test_change_hidden_in_a_merge_is_seen(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	commit("base", "a=1 b=1 c=1");
	sh("git switch -q -c side");
	commit("side", "b=side");
	sh("git switch -q main");
	commit("main", "a=main");
	sh("git merge -q --no-commit side");
	commit("evil", "c=evil");
	expect_history(repo, NULL, NULL, 0, "evil:c main:a side:b base:a,b,c");
}

static void test_every_commit_whatever_it_changed(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	struct story story = {.limit = 0};
	commit("base", "a=1 b=1");
	commit("empty", "");
	sh("git switch -q -c side");
	commit("side", "b=side");
	sh("git switch -q main");
	commit("main", "a=main");
	sh("GIT_COMMITTER_DATE='1900000000 +0000' git merge -q -m merge side");
	struct sms_oid tip = head_of(repo);
	expect_ok(sms_repo_commits(repo, &tip, tell, &story, &story.stop));
	assert_string_equal(sms_buf_text(&story.text), "merge main side empty base");
	sms_buf_clear(&story.text);
	story = (struct story){.text = story.text, .limit = 2};
	expect_ok(sms_repo_commits(repo, &tip, tell, &story, &story.stop));
	assert_string_equal(sms_buf_text(&story.text), "merge main");
	sms_buf_release(&story.text);
}

static void test_removals_and_kinds(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	commit("one", "a/x=1 a/y=1 f=1");
	sh("rm f; git rm -q -r a");
	commit("two", "f/g=1");
	expect_history(repo, NULL, NULL, 0, "two:a/x,a/y,f,f/g one:a/x,a/y,f");
	expect_history(repo, "f", NULL, 0, "two:f,f/g one:f");
}

static struct sms_error *refuse(void *context, const struct sms_commit *unused, const struct sms_tree_change *changes,
				size_t count)
{
	return sms_error(SMS_NO, "enough");
}

static void test_visitor_error_ends_the_walk(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	commit("one", "a=1");
	struct sms_oid tip = head_of(repo);
	expect_error(sms_repo_history(repo, &tip, NULL, NULL, refuse, NULL, NULL), SMS_NO, "enough");
}

static void test_packed_and_with_a_commit_graph(void **state)
{
	sms_auto(repo) struct sms_repo *made = new_repo(false);
	commit("one", "a=1 b=1");
	sh("git switch -q -c side");
	commit("side", "b=2");
	sh("git switch -q main");
	commit("two", "a=2");
	sh("git merge -q -m merge side; git gc -q; git commit-graph write --reachable");
	commit("three", "c=1");
	sms_auto(repo) struct sms_repo *repo = NULL;
	expect_ok(sms_repo_reopen(&repo, made));
	expect_history(repo, NULL, NULL, 0, "three:c two:a side:b one:a,b");
}

static void test_shallow_clone_ends_at_its_border(void **state)
{
	sms_repo_free(new_repo(false));
	commit("one", "a=1");
	commit("two", "a=2");
	commit("three", "b=3");
	sh("git clone -q --depth 2 file://$PWD copy");
	sms_auto(repo) struct sms_repo *repo = NULL;
	expect_ok(sms_repo_open(&repo, "copy"));
	expect_history(repo, NULL, NULL, 0, "three:b two:a");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_line),
		TEST(test_as_git_finds),
		TEST(test_merge),
		TEST(test_clean_merge_changes_nothing),
		TEST(test_change_hidden_in_a_merge_is_seen),
		TEST(test_every_commit_whatever_it_changed),
		TEST(test_removals_and_kinds),
		TEST(test_visitor_error_ends_the_walk),
		TEST(test_packed_and_with_a_commit_graph),
		TEST(test_shallow_clone_ends_at_its_border),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
