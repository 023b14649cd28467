#include "test_git_fixture.h"
#include <signal.h>
#include <sys/stat.h>
#include <time.h>

static void expect_changes(const struct sms_repo *repo, const char *prefix, const char *expected)
{
	sms_auto(list) struct sms_list prefixes = SMS_LIST_INIT, changes = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (prefix)
		sms_list_add(&prefixes, prefix);
	expect_ok(sms_repo_worktree_changes(repo, &prefixes, &changes));
	sms_list_join(&text, &changes, " ");
	assert_string_equal(sms_buf_text(&text), expected);
}

/* A repository whose index git itself wrote in one of its versions. */
static struct sms_repo *repo_with_version(int version)
{
	struct sms_repo *repo = new_repo(false);
	sh("mkdir -p dir/sub zoo; for i in $(seq 1 40); do echo $i > dir/file-$i; echo $i > dir/sub/x$i; done; "
	   "echo z > zoo/z; echo long > dir/%s; git add . && git commit -q -m start && git update-index "
	   "--index-version %d",
	   "a-name-that-is-quite-a-bit-longer-than-all-the-other-names-around-it-in-this-folder", version);
	return repo;
}

static void edit_index(int version)
{
	sms_auto(repo) struct sms_repo *repo = repo_with_version(version);
	struct sms_oid commit;
	struct sms_write_file files[] = {{"aaa", "first", 5},       {"dir/file-1", "changed", 7},
					 {"dir/file-20", NULL, 0},  {"dir/file-40", "x", 1},
					 {"dir/sub/new", "n", 1},   {"zoo/z", NULL, 0},
					 {"zz/last/of/all", "l", 1}};
	expect_ok(write_files(repo, files, SMS_COUNT(files), &commit));
	expect_clean();
	expect_output("", "git diff --cached");
	sms_auto(string) char *version_text = output("od -An -tu1 -j7 -N1 .git/index | tr -d ' '");
	assert_int_equal(atoi(version_text), version);
	expect_output("",
		      "git ls-files -s | awk '{print $2, $4}' > index; git ls-tree -r HEAD | awk '{print $3, $4}' | "
		      "diff - index; rm index");
	expect_changes(repo, NULL, "");
	expect_changes(repo, "dir", "");
	/* git can go on with it. */
	sh("echo more >> zz/last/of/all; git commit -q -a -m more");
	expect_ok(write_text(repo, "dir/file-2", "again", &commit));
	expect_clean();
}

static void test_version_2(void **state)
{
	edit_index(2);
}

static void test_version_4(void **state)
{
	edit_index(4);
}

static void test_version_3_keeps_extended_flags(void **state)
{
	sms_auto(repo) struct sms_repo *repo = repo_with_version(2);
	put("intended", "x");
	sh("git add -N intended; git update-index --skip-worktree zoo/z");
	expect_ok(write_text(repo, "dir/file-3", "3", NULL));
	expect_output(" A intended", "git status --porcelain");
	expect_output("S zoo/z", "git ls-files -t zoo");
	unlink("zoo/z");
	expect_changes(repo, "zoo", "");
}

static void test_git_trusts_the_entries(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	expect_ok(write_text(repo, "a", "1", NULL));
	expect_output("", "git diff-files --raw");
	/* Stat data are complete: git finds nothing to refresh, and so does not write the index again. */
	sh("sleep 1.1; git update-index -q --refresh; cp .git/index before; git status > /dev/null; cmp before "
	   ".git/index; "
	   "rm before");
}

static void test_cache_of_trees_survives(void **state)
{
	sms_auto(repo) struct sms_repo *repo = repo_with_version(2);
	sh("git read-tree HEAD && git update-index -q --refresh; grep -q TREE .git/index");
	expect_ok(write_text(repo, "dir/sub/x7", "seven", NULL));
	expect_ok(write_text(repo, "new/folder/x", "1", NULL));
	sh("grep -q TREE .git/index");
	/* git builds its next commit with the help of that cache. */
	put("zoo/z", "zebra");
	sh("git commit -q -a -m zebra");
	expect_output("seven1zebra", "git show HEAD:dir/sub/x7 HEAD:new/folder/x HEAD:zoo/z");
	expect_clean();
}

static void test_conflict_of_the_path_is_resolved_others_stay(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	struct sms_oid commit;
	struct sms_write_file files[] = {{"a", "1\n", 2}, {"b", "1\n", 2}};
	expect_ok(write_files(repo, files, 2, &commit));
	sh("for f in a b; do b=$(git rev-parse HEAD:$f); printf '0 %%s\\t%%s\\n100644 %%s 1\\t%%s\\n100644 %%s "
	   "2\\t%%s\\n' "
	   "0000000000000000000000000000000000000000 $f $b $f $b $f | git update-index --index-info; done");
	expect_ok(write_text(repo, "a", "2\n", NULL));
	expect_output("0\ta\n1\tb\n2\tb", "git ls-files -s | cut -d' ' -f3");
}

static void test_edit_in_the_same_second_is_seen(void **state)
{
	sms_auto(repo) struct sms_repo *repo = new_repo(false);
	expect_ok(write_text(repo, "a", "1111", NULL));
	put("a", "2222");
	expect_ok(write_text(repo, "b", "x", NULL));
	sh("sleep 1.1");
	expect_ok(write_text(repo, "c", "x", NULL));
	expect_output(" M a", "git status --porcelain");
	expect_changes(repo, NULL, "a");
}

static void test_unsupported_indexes_are_refused(void **state)
{
	sms_auto(repo) struct sms_repo *repo = repo_with_version(2);
	struct sms_oid before = head_of(repo);
	sh("git update-index --split-index");
	expect_error(write_text(repo, "dir/file-1", "x", NULL), SMS_UNCONFIRMED, "a split index");
	sh("git update-index --no-split-index");
	/* The next command finishes what could not be done. */
	expect_ok(write_text(repo, "dir/file-2", "y", NULL));
	expect_clean();
	struct sms_oid after = head_of(repo);
	assert_false(sms_oid_equal(&before, &after));
	sh("head -c 300 .git/index > x; mv x .git/index");
	sms_auto(list) struct sms_list none = SMS_LIST_INIT, changes = SMS_LIST_INIT;
	expect_error(sms_repo_worktree_changes(repo, &none, &changes), SMS_ENVIRONMENT, "malformed");
}

static void test_worktree_changes(void **state)
{
	sms_auto(repo) struct sms_repo *repo = repo_with_version(2);
	put(".gitignore", "*.ignored\n/dir/build/\n");
	sh("git add .gitignore; git commit -q -m ignore");
	expect_changes(repo, "", "");
	sh("echo changed > dir/file-1; rm dir/file-2; echo new > dir/sub/new; echo i > dir/i.ignored; mkdir -p "
	   "dir/build; "
	   "echo b > dir/build/b; echo top > top; touch dir/file-5; echo staged > staged; git add staged; ln -s /etc "
	   "dir/link; rm dir/file-9; ln -s file-8 dir/file-9; echo kept > dir/file-8; git add dir/file-8");
	expect_changes(repo, NULL, "dir/file-1 dir/file-2 dir/file-8 dir/file-9 staged");
	expect_changes(repo, "dir", "dir/file-1 dir/file-2 dir/file-8 dir/file-9 dir/link dir/sub/new");
	expect_changes(repo, "dir/sub", "dir/sub/new");
	expect_changes(repo, "dir/sub/new", "dir/sub/new");
	expect_changes(repo, "top", "top");
	expect_changes(repo, "none", "");
	expect_changes(repo, "", "dir/file-1 dir/file-2 dir/file-8 dir/file-9 dir/link dir/sub/new staged top");
}

/* As a run that was killed right after it moved the branch leaves things. */
static void leave_behind(const char *path, const char *text)
{
	put("next", text);
	sms_auto(string) char *parent = output("git rev-parse HEAD");
	sms_auto(string) char *commit = output(
		"b=$(git hash-object -w next); rm next; export GIT_INDEX_FILE=.git/other; git read-tree HEAD; git "
		"update-index --add --cacheinfo 100644,$b,%s; git commit-tree -p HEAD -m x $(git write-tree)",
		path);
	put(".git/index.lock", "");
	sms_auto(string) char *inode = output("printf '%%016x' $(stat -c %%i .git/index.lock)");
	sms_auto(string) char *device = output("printf '%%016x' $(stat -c %%d .git/index.lock)");
	sms_auto(string) char *line = sms_format("pending %s %s %s %s\n", parent, commit, device, inode);
	sh("mkdir -p .git/sms");
	put(".git/sms/pending", line);
	sh("git update-ref refs/heads/main %s", commit);
}

static void heal(struct sms_repo *repo)
{
	sms_auto(lock) struct sms_lock *lock = NULL;
	expect_ok(sms_lock_take(&lock, repo, 5));
	expect_ok(sms_repo_heal(repo, lock));
}

static void test_heal_after_a_crash(void **state)
{
	sms_auto(repo) struct sms_repo *repo = repo_with_version(2);
	leave_behind("dir/file-1", "healed");
	heal(repo);
	expect_text("dir/file-1", "healed");
	expect_clean();
	leave_behind("some/new", "new");
	heal(repo);
	expect_text("some/new", "new");
	expect_clean();
	heal(repo);
}

static void test_heal_leaves_edits_alone(void **state)
{
	sms_auto(repo) struct sms_repo *repo = repo_with_version(2);
	leave_behind("dir/file-1", "healed");
	put("dir/file-1", "edited since");
	heal(repo);
	expect_text("dir/file-1", "edited since");
	expect_output(" M dir/file-1", "git status --porcelain");
}

static void test_heal_when_the_branch_did_not_move(void **state)
{
	sms_auto(repo) struct sms_repo *repo = repo_with_version(2);
	leave_behind("dir/file-1", "healed");
	sh("git update-ref refs/heads/main HEAD^");
	heal(repo);
	expect_clean();
	expect_text("dir/file-1", "1\n");
}

/* Writers killed at any moment: what they leave is put right by the next command. */
static void test_killed_writers(void **state)
{
	sms_auto(repo) struct sms_repo *repo = repo_with_version(2);
	for (int round = 0; round < 25; round++) {
		pid_t pid = fork();
		if (pid == 0) {
			sms_auto(repo) struct sms_repo *own = NULL;
			expect_ok(sms_repo_open(&own, "."));
			for (int i = 0;; i++) {
				sms_auto(string) char *text = sms_format("%d %d", round, i);
				expect_ok(write_text(own, i % 2 ? "dir/file-1" : "dir/sub/x1", text, NULL));
			}
		}
		usleep((useconds_t)(10000 + random() % 30000));
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		heal(repo);
		expect_output("", "git status --porcelain");
	}
	expect_output("", "git fsck --strict --no-dangling 2>&1 | grep -v '^notice' || :");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_version_2),
		TEST(test_version_4),
		TEST(test_version_3_keeps_extended_flags),
		TEST(test_git_trusts_the_entries),
		TEST(test_cache_of_trees_survives),
		TEST(test_conflict_of_the_path_is_resolved_others_stay),
		TEST(test_edit_in_the_same_second_is_seen),
		TEST(test_unsupported_indexes_are_refused),
		TEST(test_worktree_changes),
		TEST(test_heal_after_a_crash),
		TEST(test_heal_leaves_edits_alone),
		TEST(test_heal_when_the_branch_did_not_move),
		TEST(test_killed_writers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
