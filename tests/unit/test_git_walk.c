#include "test_git_fixture.h"
#include "wrap/git/walk.h"

/* What the visitor makes of a history: "subject(path,path|path)" with a part for each parent, and the faults. */
struct story {
	struct sms_buf text, faults, payload;
	size_t signatures;
};

static struct sms_error *tell(void *context, const struct sms_walk_step *step)
{
	struct story *story = context;
	const char *message = step->commit->message;
	sms_buf_add_format(&story->text, "%s%.*s(", story->text.length ? " " : "", (int)strcspn(message, "\n"),
			   message);
	for (size_t i = 0; i < step->side_count; i++) {
		sms_buf_add_text(&story->text, i ? "|" : "");
		for (size_t k = 0; k < step->sides[i].count; k++)
			sms_buf_add_format(&story->text, "%s%s", k ? "," : "", step->sides[i].changes[k].path);
	}
	sms_buf_add_char(&story->text, ')');
	for (size_t i = 0; i < step->faults->count; i++)
		sms_buf_add_format(&story->faults, "%s\n", step->faults->items[i]);
	story->signatures += step->signature->length > 0;
	if (step->signature->length)
		sms_buf_add_format(&story->payload, "%s%s", sms_buf_text(step->signature), sms_buf_text(step->payload));
	return NULL;
}

static void walk(const struct sms_repo *repo, struct story *story)
{
	sms_auto(walk) struct sms_walk *walk = NULL;
	struct sms_oid tip = head_of(repo);
	*story = (struct story){0};
	expect_ok(sms_walk_new(&walk, repo, &tip, 1, NULL));
	expect_ok(sms_walk_run(walk, tell, story, NULL));
}

static void release(struct story *story)
{
	sms_buf_release(&story->text);
	sms_buf_release(&story->faults);
	sms_buf_release(&story->payload);
}

static void expect_story(const struct sms_repo *repo, const char *expected, const char *faults)
{
	struct story story;
	walk(repo, &story);
	if (expected)
		assert_string_equal(sms_buf_text(&story.text), expected);
	assert_string_equal(sms_buf_text(&story.faults), faults);
	release(&story);
}

static void commit(const char *subject, const char *files)
{
	sh("for f in %s; do mkdir -p $(dirname ${f%%=*}); echo ${f#*=} > ${f%%=*}; done; git add -A .; "
	   "git commit -q --allow-empty -m %s",
	   files, subject);
}

static void parents_come_first_and_each_is_compared(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	commit("one", "a=1 b=1");
	sh("git checkout -q -b side");
	commit("side", "a=2");
	sh("git checkout -q main");
	commit("two", "b=2");
	sh("git merge -q --no-ff --no-commit side >/dev/null 2>&1; echo new > c; git add c; git commit -q -m merge");
	commit("empty", "");
	expect_story(repo, "one(a,b) two(b) side(a) merge(a,c|b,c) empty()", "");
}

static void a_shallow_clone_begins_where_it_is_cut_off(void **state)
{
	sms_repo_free(new_repo(false));
	commit("one", "a=1");
	commit("two", "b=2");
	commit("three", "c=3");
	sh("git clone -q --depth 2 file://$PWD copy");
	sms_auto(repo) struct sms_repo *repo = NULL;
	expect_ok(sms_repo_open(&repo, "copy"));
	expect_story(repo, "two(a,b) three(c)", "");
	sms_auto(walk) struct sms_walk *walk = NULL;
	struct sms_oid tip = head_of(repo);
	expect_ok(sms_walk_new(&walk, repo, &tip, 1, NULL));
	assert_true(sms_walk_node(walk, 0)->cut);
	assert_int_equal(sms_walk_node(walk, 0)->parent_count, 0);
	assert_false(sms_walk_node(walk, 1)->cut);
	/* What is missing without git's knowing is an error. */
	sh("rm copy/.git/shallow");
	sms_repo_free(sms_move(&repo));
	sms_walk_free(sms_move(&walk));
	expect_ok(sms_repo_open(&repo, "copy"));
	sms_auto(error) struct sms_error *error = sms_walk_new(&walk, repo, &tip, 1, NULL);
	assert_int_equal(sms_error_status(error), SMS_ENVIRONMENT);
}

static void ancestors_are_marked(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	sms_auto(walk) struct sms_walk *walk = NULL;
	struct sms_oid oids[2], none = {{1}};
	bool marks[4] = {false};
	commit("one", "a=1");
	sh("git checkout -q -b side");
	commit("side", "a=2");
	sh("git checkout -q main");
	commit("two", "b=2");
	oids[0] = head_of(repo);
	expect_ok(sms_repo_resolve(repo, "side", &oids[1]));
	expect_ok(sms_walk_new(&walk, repo, oids, 2, NULL));
	assert_int_equal(sms_walk_count(walk), 3);
	assert_int_equal(sms_walk_find(walk, &oids[0]), 1);
	assert_int_equal(sms_walk_find(walk, &oids[1]), 2);
	assert_true(sms_walk_find(walk, &none) == SMS_NO_COMMIT);
	sms_walk_mark(walk, 2, marks);
	assert_true(marks[0] && !marks[1] && marks[2]);
	sms_walk_mark(walk, 1, marks);
	assert_true(marks[1]);
}

/* Puts an object that git itself would not make at the tip. */
static void replace_tip(const char *edit)
{
	sh("git cat-file commit HEAD | %s > ../bad; git update-ref HEAD $(git hash-object -t commit -w --literally "
	   "../bad)",
	   edit);
}

static void commits_that_mean_two_things_have_faults(void **state)
{
	static const struct {
		const char *edit, *fault;
	} cases[] = {
		{"sed 's/^\\(committer .*\\)/\\1\\nauthor A <a@b> 1 +0000/'",
		 "malformed: the commit has two headers 'author'\n"},
		{"sed 's/^author .*/author A a@b 1 +0000/'", NULL},
		{"sed 's/^author .*/author A <a@b> 007 +0000/'",
		 "malformed: the commit's author is not as git writes it\n"},
		{"sed 's/^author .*/author A <a@b> 7 0000/'",
		 "malformed: the commit's author is not as git writes it\n"},
		{"sed 's/^author .*/author A<a@b> 7 +0000/'",
		 "malformed: the commit's author is not as git writes it\n"},
		{"sed 's/^\\(committer .*\\)/\\1\\ngpgsig A\\n B\\ngpgsig C/'",
		 "signature: the commit has two headers 'gpgsig'\n"},
		{"sed 's/^\\(committer .*\\)/\\1\\ngpgsig A\\n B\\ngpgsig-sha256 C/'",
		 "signature: the commit has two headers 'gpgsig' and 'gpgsig-sha256'\n"},
		{"sed 's/^\\(committer .*\\)/\\1\\nencoding latin1\\nmergetag x\\nmergetag y/'", ""},
		{"sed 's/^one/o\\x00e/'", "malformed: the commit has a zero byte\n"},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sh("rm -rf .git a");
		sms_auto(repo) struct sms_repo *repo = new_repo(false);
		sms_auto(walk) struct sms_walk *walk = NULL;
		commit("one", "a=1");
		replace_tip(cases[i].edit);
		struct sms_oid tip = head_of(repo);
		if (cases[i].fault)
			expect_story(repo, NULL, cases[i].fault);
		else
			expect_error(sms_walk_new(&walk, repo, &tip, 1, NULL), SMS_ENVIRONMENT, "malformed");
	}
}

static void a_signature_is_told_from_what_it_is_of(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	struct story story;
	commit("one", "a=1");
	sms_auto(string) char *plain = output("git cat-file commit HEAD");
	replace_tip("sed 's/^\\(committer .*\\)/\\1\\ngpgsig A\\n B\\n C/'");
	walk(repo, &story);
	sms_auto(string) char *expected = sms_format("A\nB\nC\n%s\n", plain);
	assert_int_equal(story.signatures, 1);
	assert_string_equal(sms_buf_text(&story.payload), expected);
	release(&story);
}

/* A tree from lines "mode name", all of one blob, in the order given. */
static void commit_tree(const char *entries)
{
	sh("blob=$(git rev-parse HEAD:a); : > ../tree; printf '%s' | while read -r mode name; do "
	   "printf '%%s %%s\\0' \"$mode\" \"$name\" >> ../tree; "
	   "perl -e 'print pack(\"H*\", shift)' $blob >> ../tree; done; "
	   "git update-ref HEAD $(git commit-tree -p HEAD -m bad $(git hash-object -t tree -w --literally ../tree))",
	   entries);
}

static void trees_that_git_refuses_have_faults(void **state)
{
	static const struct {
		const char *entries, *fault;
	} cases[] = {
		{"100644 a\\n100644 b\\n", ""},
		{"100644 a\\n100644 a\\n", "malformed: 'a' of a tree is there twice\n"},
		{"100644 b\\n100644 a\\n", "malformed: 'a' of a tree is out of order\n"},
		{"100644 ..\\n", "malformed: '..' of a tree leads out of its folder\n"},
		{"100644 .GIT\\n", "malformed: '.GIT' of a tree is git's own\n"},
		{"0100644 a\\n", "malformed: 'a' of a tree has a mode that git does not write\n"},
		{"100664 a\\n", "malformed: 'a' of a tree has a mode that git does not write\n"},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sh("rm -rf .git a");
		sms_auto(repo) struct sms_repo *repo = new_repo(false);
		commit("one", "a=1");
		commit_tree(cases[i].entries);
		expect_story(repo, NULL, cases[i].fault);
	}
}

/* Puts the bytes of one loose object in the place of another. */
static void exchange(const char *object, const char *other)
{
	sh("f() { echo .git/objects/$(git rev-parse $1 | sed 's,^..,&/,'); }; cp -f $(f '%s') $(f '%s')", other,
	   object);
}

static void objects_are_those_of_their_ids(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	struct sms_oid oid;
	unsigned mode;
	bool found = false;
	commit("one", "a=1 b=2");
	sh("head -c 1000 /dev/zero > noise; mv b \"$(printf 'b\\001')\"; git add -A .; git commit -qm noise");
	sms_repo_prove(repo);
	struct sms_oid tip = head_of(repo);
	expect_ok(sms_repo_lookup(repo, &tip, "noise", &found, &oid, &mode));
	expect_ok(sms_repo_blob(repo, &oid, &text));
	assert_int_equal(text.length, 1000);
	expect_ok(sms_repo_lookup(repo, &tip, "a", &found, &oid, &mode));
	expect_ok(sms_repo_blob(repo, &oid, &text));
	exchange("HEAD:a", "HEAD:noise");
	expect_error(sms_repo_blob(repo, &oid, &text), SMS_ENVIRONMENT, "is not what its id says");
	exchange("HEAD~", "HEAD");
	expect_ok(sms_repo_resolve(repo, "HEAD~", &oid));
	struct sms_commit commit;
	expect_error(sms_repo_commit(repo, &oid, &commit), SMS_ENVIRONMENT, "is not what its id says");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(parents_come_first_and_each_is_compared, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_shallow_clone_begins_where_it_is_cut_off, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ancestors_are_marked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(commits_that_mean_two_things_have_faults, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_signature_is_told_from_what_it_is_of, set_up, tear_down),
		cmocka_unit_test_setup_teardown(trees_that_git_refuses_have_faults, set_up, tear_down),
		cmocka_unit_test_setup_teardown(objects_are_those_of_their_ids, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
