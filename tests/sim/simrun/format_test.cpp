// `simrun fmt` on real files: in place or as a question, and never a text lost.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <iterator>

#include "program.hpp"
#include "sim/simrun/line_diff.hpp"
#include "sim/simrun/rewrite.hpp"
#include "temporary_folder.hpp"

namespace sim::simrun {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view untidy = "# what\nversion=1 # of it\n\n\n[proxy]\nport   =9999\n";
constexpr std::string_view tidy =
    "# what\nversion = 1                          # of it\n\n[proxy]\nport = 9999\n";

class Format : public TemporaryFolder {
  protected:
    static std::string text(const fs::path& path) {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    static std::size_t entries() {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator("."), fs::directory_iterator()));
    }
    /// Whether `test` holds in a child of ours.
    template <class Test>
    static bool holds_in_child(const Test& test) {
        const pid_t child = fork();
        if (child == 0) _exit(test() ? 0 : 1);
        int status = 0;
        return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
};

TEST_F(Format, RewritesWhatIsNotCanonicalAndNamesIt) {
    put("a.toml", untidy);
    put("b.toml", tidy);
    const tests::Said answer = tests::simrun({"fmt", "a.toml", "b.toml"});
    EXPECT_EQ(answer.exit_code, 0);
    EXPECT_EQ(answer.out, "a.toml\n2 files, 1 formatted\n");
    EXPECT_EQ(answer.err, "");
    EXPECT_EQ(text("a.toml"), tidy);
    EXPECT_EQ(text("b.toml"), tidy);
    EXPECT_EQ(entries(), 2U) << "no temporary file is left";
}

TEST_F(Format, KeepsModeAndLinks) {
    put("real.toml", untidy);
    ASSERT_EQ(chmod("real.toml", 0640), 0);
    fs::create_symlink("real.toml", "link.toml");
    EXPECT_EQ(tests::simrun({"fmt", "link.toml"}).exit_code, 0);
    EXPECT_TRUE(fs::is_symlink("link.toml"));
    EXPECT_EQ(text("real.toml"), tidy);
    struct stat status {};
    ASSERT_EQ(stat("real.toml", &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0640U);
}

TEST_F(Format, AsksWithCheckAndShowsWhatWouldChange) {
    put("a.toml", untidy);
    const tests::Said answer = tests::simrun({"fmt", "--check", "."});
    EXPECT_EQ(answer.exit_code, 3);
    EXPECT_EQ(answer.out,
              "./a.toml is not as 'simrun fmt' writes it\n"
              "@@ line 1 @@\n"
              " # what\n"
              "-version=1 # of it\n"
              "-\n"
              "+version = 1                          # of it\n"
              " \n"
              " [proxy]\n"
              "-port   =9999\n"
              "+port = 9999\n"
              "1 file, 1 to be formatted\n");
    EXPECT_EQ(text("a.toml"), untidy);
    put("a.toml", tidy);
    EXPECT_EQ(tests::simrun({"fmt", "--check", "."}).exit_code, 0);
}

TEST_F(Format, LeavesAFileThatIsNoTomlAsItIs) {
    put("a.toml", "version = \n");
    put("b.toml", untidy);
    const tests::Said answer = tests::simrun({"fmt", "a.toml", "b.toml"});
    EXPECT_EQ(answer.exit_code, 2);
    EXPECT_NE(answer.err.find("a.toml:1:11"), std::string::npos) << answer.err;
    EXPECT_EQ(text("a.toml"), "version = \n");
    EXPECT_EQ(text("b.toml"), tidy) << "the others are formatted";
}

TEST_F(Format, FormatsAFileWhoseMeaningIsWrong) {
    put("a.toml", "nonsense=1\n");
    EXPECT_EQ(tests::simrun({"fmt", "a.toml"}).exit_code, 0);
    EXPECT_EQ(text("a.toml"), "nonsense = 1\n");
}

TEST_F(Format, LosesNothingWhenTheDiskIsFull) {
    put("a.toml", untidy);
    const bool held = holds_in_child([] {
        std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow stands for a full disk
        const rlimit small{16, 16};
        if (setrlimit(RLIMIT_FSIZE, &small) != 0) return false;
        const tests::Said answer = tests::simrun({"fmt", "a.toml"});
        return answer.exit_code == 2 &&
               answer.err.find("cannot be written: File too large") != std::string::npos;
    });
    EXPECT_TRUE(held);
    EXPECT_EQ(text("a.toml"), untidy);
    EXPECT_EQ(entries(), 1U);
}

TEST_F(Format, LosesNothingInAFolderThatMayNotBeWritten) {
    put("a.toml", untidy);
    ASSERT_EQ(chmod("a.toml", 0666), 0);
    ASSERT_EQ(chmod(".", 0555), 0);
    const bool held = holds_in_child([] {
        if (getuid() == 0 && setuid(65'534) != 0) return false;  // root may write everywhere
        const tests::Said answer = tests::simrun({"fmt", "a.toml"});
        return answer.exit_code == 2 &&
               answer.err.find("cannot be written: Permission denied") != std::string::npos;
    });
    ASSERT_EQ(chmod(".", 0755), 0);
    EXPECT_TRUE(held);
    EXPECT_EQ(text("a.toml"), untidy);
}

TEST_F(Format, DoesNotWriteOverAFileThatMayNotBeWritten) {
    put("a.toml", untidy);
    ASSERT_EQ(chmod("a.toml", 0444), 0);
    ASSERT_EQ(chmod(".", 0777), 0);
    const bool held = holds_in_child([] {
        if (getuid() == 0 && setuid(65'534) != 0) return false;
        return rewrite_file("a.toml", "x") == "cannot be written: Permission denied";
    });
    EXPECT_TRUE(held);
    EXPECT_EQ(text("a.toml"), untidy);
}

TEST(LineDiff, ShowsWhatDiffersWithALittleAround) {
    EXPECT_EQ(line_diff("a\nb\n", "a\nb\n", 10), "");
    EXPECT_EQ(line_diff("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nfive\n6\n", 10),
              "@@ line 3 @@\n 3\n 4\n-5\n+five\n 6\n");
    EXPECT_EQ(line_diff("a", "a\n", 10), "@@ line 1 @@\n-a\n\\ no line end here\n+a\n");
    EXPECT_EQ(line_diff("", "a\nb\nc\n", 2), "@@ line 1 @@\n+a\n+b\n… and 1 more lines\n");
}

}  // namespace
}  // namespace sim::simrun
