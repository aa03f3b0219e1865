// `simrun check`, and what a run says, about paths that are no proper files: each is refused at
// once, with a message that says why. Texts that are wrong are in broken/.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program.hpp"
#include "sim/scenario/diagnostic.hpp"
#include "temporary_folder.hpp"

namespace sim::simrun {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view good =
    "version = 1\n"
    "title = \"good\"\n"
    "[[host]]\n"
    "name = \"node101\"\n"
    "address = \"192.168.1.101\"\n"
    "database = \"primary\"\n"
    "proxy = true\n"
    "[[step]]\n"
    "name = \"it\"\n"
    "check = \"running(node101)\"\n";

/// A good text with further lines among the top keys.
std::string good_with(std::string_view lines) { return std::string(lines) + std::string(good); }

class Check : public TemporaryFolder {
  protected:
    /// That a run and a check both refuse the path with this message.
    static void expect_refused(const std::string& path, const std::string& message) {
        const tests::Said run = tests::simrun({path});
        EXPECT_EQ(run.exit_code, 2) << path;
        EXPECT_EQ(run.out, "") << path;
        EXPECT_THAT(run.err, StartsWith("error: " + message + "\n")) << path;
        EXPECT_THAT(run.err, HasSubstr("1 error; nothing was run\n")) << path;
        const tests::Said check = tests::simrun({"check", path});
        EXPECT_EQ(check.exit_code, 2) << path;
        EXPECT_THAT(check.out, StartsWith("error: " + message + "\n")) << path;
    }
    static void expect_good(const std::string& path) {
        const tests::Said check = tests::simrun({"check", path});
        EXPECT_EQ(check.exit_code, 0) << check.out;
        EXPECT_EQ(check.out, "1 file, no errors\n");
    }
};

TEST_F(Check, CountsFilesAndErrors) {
    put("s/good.toml", good);
    put("s/one.toml", good_with("colour = 1\n"));
    put("s/two.toml", good_with("colour = 1\nseed = \"x\"\n"));
    const tests::Said answer = tests::simrun({"check", "s"});
    EXPECT_EQ(answer.exit_code, 2);
    EXPECT_THAT(answer.out,
                HasSubstr("unknown key `colour` in the top level\n --> s/one.toml:1:1"));
    EXPECT_THAT(answer.out, testing::EndsWith("\n3 files, 3 errors\n"));
    EXPECT_EQ(answer.err, "");
    EXPECT_EQ(tests::simrun({"check", "s/good.toml"}).exit_code, 0);
}

TEST_F(Check, TakesAPresetForAPreset) {
    const std::string story(good);
    put("s/cluster.toml", story.substr(0, story.find("[[step]]")));
    put("s/story.toml",
        "version = 1\ntitle = \"t\"\nextends = \"cluster.toml\"\n[[step]]\n"
        "name = \"it\"\ncheck = \"running(node101)\"\n");
    EXPECT_EQ(tests::simrun({"check", "s"}).out, "2 files, no errors\n");
    put("s/presets/mistyped.toml", "version = 1\n[clutser]\n");
    const tests::Said answer = tests::simrun({"check", "s"});
    EXPECT_THAT(answer.out, HasSubstr("unknown key `clutser` in a preset"));
    EXPECT_THAT(answer.out, HasSubstr("did you mean `cluster`?"));
    EXPECT_THAT(answer.out, HasSubstr("3 files, 1 error\n")) << "and no word about steps";
}

TEST_F(Check, SaysThatSomethingIsNoFile) {
    expect_refused("gone.toml", "cannot be read: No such file or directory");
    ASSERT_EQ(mkfifo("pipe.toml", 0600), 0);
    expect_refused("pipe.toml", "is not a regular file");
    expect_refused("/dev/zero", "is not a regular file");
    fs::create_symlink("me.toml", "me.toml");
    expect_refused("me.toml", "cannot be read: Too many levels of symbolic links");
    expect_refused(std::string(5'000, 'x'), "cannot be read: File name too long");
    fs::create_directory("folder.toml");
    EXPECT_THAT(tests::simrun({"check", "folder.toml"}).out,
                HasSubstr("no .toml file below this folder"));
}

TEST_F(Check, DoesNotWaitForASocket) {
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{AF_UNIX, "socket.toml"};
    const auto* plain = reinterpret_cast<const sockaddr*>(&address);
    ASSERT_EQ(bind(socket, plain, sizeof address), 0);
    expect_refused("socket.toml", "is not a regular file");
    close(socket);
}

TEST_F(Check, SaysThatAFileOrFolderMayNotBeRead) {
    put("mine.toml", good);
    put("shut/a.toml", good);
    ASSERT_EQ(chmod("mine.toml", 0), 0);
    ASSERT_EQ(chmod("shut", 0), 0);
    ASSERT_EQ(chmod(".", 0755), 0);
    const pid_t child = fork();
    if (child == 0) {
        if (getuid() == 0 && setuid(65'534) != 0) _exit(9);  // root may read everything
        expect_refused("mine.toml", "cannot be read: Permission denied");
        const tests::Said folder = tests::simrun({"check", "shut"});
        EXPECT_EQ(folder.exit_code, 2);
        EXPECT_THAT(folder.out, HasSubstr("error: cannot be read: Permission denied\n  --> shut"));
        _exit(HasFailure() ? 1 : 0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(chmod("shut", 0755), 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 9) GTEST_SKIP() << "cannot leave root";
    EXPECT_EQ(status, 0);
}

TEST_F(Check, RefusesALargeFileWithoutReadingIt) {
    put("sparse.toml", "");
    fs::resize_file("sparse.toml", 100'000'000);
    expect_refused("sparse.toml", "has 100000000 bytes; at most 1048576 are read");
    put("just.toml", std::string(1'048'576 - good.size(), '\n') + std::string(good));
    expect_good("just.toml");
    put("over.toml", std::string(1'048'577 - good.size(), '\n') + std::string(good));
    expect_refused("over.toml", "has 1048577 bytes; at most 1048576 are read");
}

TEST_F(Check, RefusesWhatWouldStopTheLibrary) {
    std::string parts = "a";
    for (int n = 1; n < 200'000; ++n) parts += ".a";
    put("parts.toml", parts + " = 1\n");
    expect_refused("parts.toml", "a key of more than 8 parts");
    put("header.toml", "[" + parts + "]\n");
    expect_refused("header.toml", "a key of more than 8 parts");
    put("brackets.toml", "x = " + std::string(500'000, '['));
    expect_refused("brackets.toml", "brackets nested deeper than 32");
    std::string braces = "x = ";
    for (int n = 0; n < 100'000; ++n) braces += "{a=";
    put("braces.toml", braces);
    expect_refused("braces.toml", "brackets nested deeper than 32");
    put("line.toml", "# " + std::string(1'000'000, 'x') + "\n" + std::string(good));
    expect_refused("line.toml", "a line of more than 20000 bytes");
    put("star.toml", "[*");
    expect_refused("star.toml", "`*` is no value");
    put("accent.toml", "\xcc\xbf");
    expect_refused("accent.toml", "this character cannot stand here");
}

TEST_F(Check, ReadsWhatEditorsOfWindowsWrite) {
    std::string windows = "\xef\xbb\xbf";
    for (const char c : good) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
    put("windows.toml", windows);
    expect_good("windows.toml");
    put("wrong.toml",
        "\xef\xbb\xbf"
        "colour = 1\r\n" +
            windows.substr(3));
    EXPECT_EQ(tests::simrun({"check", "wrong.toml"}).out,
              "error: unknown key `colour` in the top level\n"
              " --> wrong.toml:1:1\n  |\n1 | colour = 1\n  | ^^^^^^\n\n"
              "1 file, 1 error\n");
}

TEST_F(Check, FollowsExtendsOnlyToFiles) {
    ASSERT_EQ(mkfifo("pipe", 0600), 0);
    put("a.toml", good_with("extends = \"pipe\"\n"));
    expect_refused("a.toml", "pipe: is not a regular file");
    put("a.toml", good_with("extends = \"b.toml\"\n"));
    put("b.toml", "version = 1\nextends = \"c.toml\"\n");
    put("c.toml", "version = 1\nextends = \"b.toml\"\n");
    expect_refused("a.toml", "presets extend presets more than 4 deep");
    const std::string story(good);
    const fs::path absolute = fs::current_path() / "cluster.toml";
    put(absolute, story.substr(0, story.find("[[step]]")));
    put("a.toml", "version = 1\ntitle = \"t\"\nextends = \"" + absolute.string() +
                      "\"\n[[step]]\nname = \"it\"\ncheck = \"running(node101)\"\n");
    expect_good("a.toml");
}

/// A mebibyte of one thing after the other.
std::string filled(std::string_view head, std::string_view each, std::string_view tail = "") {
    std::string text(head);
    while (text.size() + each.size() + tail.size() < 1'000'000) text += each;
    return text + std::string(tail);
}

TEST_F(Check, IsDoneWithAnyMebibyteInAMoment) {
    std::string keys(good);
    for (int n = 0; keys.size() < 1'000'000; ++n) keys += "key" + std::to_string(n) + " = 1\n";
    std::string tables(good);
    for (int n = 0; tables.size() < 1'000'000; ++n) tables += "[t" + std::to_string(n) + "]\n";
    const std::string step = std::string(good) + "[[step]]\nname = \"more\"\n";
    const std::string numbers = filled("0.5", ",0.5").substr(0, 19'999) + "\n,";
    const std::vector<std::string> texts{
        keys,
        tables,
        filled("x = [", "0.5,\n", "]\n"),
        filled("x = [", numbers, "1]\n"),
        filled(step + "observe = [", "{check=\"running(x)\"},\n", "]\n"),
        filled(good, "[[always]]\ncondition = \"running(x)\"\n"),
        filled(step + "do = { partition = [", "[\"node101\"],\n", "] }\n"),
        filled(std::string(good) + "[waive]\n", "# nothing\n"),
    };
    // Well under a second each on an idle machine; what is quadratic in the file takes so long that
    // the test runner ends it.
    for (const std::string& text : texts) {
        put("a.toml", text);
        EXPECT_THAT(tests::simrun({"check", "a.toml"}).exit_code, testing::AnyOf(0, 2));
    }
}

TEST(Listing, CutsLongLinesAroundTheCaretOnANarrowTerminal) {
    scenario::Diagnostic wrong;
    wrong.place = {7, 101};
    wrong.length = 5;
    wrong.message = "wrong";
    wrong.file = "a.toml";
    wrong.line = std::string(100, 'a') + "WRONG" + std::string(100, 'b');
    EXPECT_EQ(scenario::listing({&wrong, 1}, 60),
              "error: wrong\n --> a.toml:7:101\n  |\n"
              "7 | ..." +
                  std::string(22, 'a') + "WRONG" + std::string(23, 'b') +
                  "...\n"
                  "  |    " +
                  std::string(22, ' ') + "^^^^^\n\n");
    wrong.place.column = 1;
    wrong.length = 205;
    const std::string all = scenario::listing({&wrong, 1}, 60);
    EXPECT_THAT(all, HasSubstr("| " + std::string(50, '^') + "\n")) << "a mark is cut, too";
    wrong.place.column = 206;
    wrong.length = 1;
    const std::string end = scenario::listing({&wrong, 1}, 60);
    EXPECT_THAT(end, HasSubstr("bbb\n  | ")) << "the end of a line is not cut";
}

TEST(Listing, StandsRightBehindCharactersOfEveryWidth) {
    scenario::Diagnostic wrong;
    wrong.message = "wrong";
    wrong.file = "a.toml";
    // A tab, a wide character, one with an accent of its own, one without width, an emoji.
    wrong.line =
        "\t\xe8\x8a\x82"
        "e\xcc\x81\xe2\x80\x8b\xf0\x9f\x98\x80"
        "X";
    wrong.place = {1, 7};
    EXPECT_THAT(scenario::listing({&wrong, 1}), HasSubstr("\n  |          ^\n"));
    wrong.place = {1, 8};
    EXPECT_THAT(scenario::listing({&wrong, 1}), HasSubstr("\n  |           ^\n"));
}

TEST(Listing, SendsNoCommandToTheTerminal) {
    scenario::Diagnostic wrong;
    wrong.place = {1, 1};
    wrong.message = "unknown `\x1b[31m`";
    wrong.file = "\x1b]0;x\x07.toml";
    wrong.line =
        "\x1b[31m\xc2\x9b"
        "31m";
    const std::string said = scenario::listing({&wrong, 1});
    EXPECT_EQ(said.find('\x1b'), std::string::npos);
    EXPECT_EQ(said.find("\xc2\x9b"), std::string::npos);
    EXPECT_THAT(said, HasSubstr("unknown `.[31m`"));
}

}  // namespace
}  // namespace sim::simrun
