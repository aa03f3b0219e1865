// What a text must pass before the TOML library sees it. The library stops the program or the
// machine on some of these (toolchain, toml++): deep nesting, very long dotted keys, two byte
// sequences on which it asserts.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "sim/scenario/document.hpp"
#include "sim/scenario/limits.hpp"
#include "sim/scenario/source.hpp"

namespace sim::scenario {

namespace {

/// Reads the text once, outside and inside of strings and comments, and keeps count.
class Scan {
  public:
    explicit Scan(std::string_view text) : text_(text) {}

    std::optional<Diagnostic> run() {
        while (at_ < text_.size() && !problem_) {
            if (auto bad = bad_character()) return bad;
            switch (mode_) {
                case Mode::plain:
                    plain();
                    break;
                case Mode::comment:
                    advance();
                    break;
                case Mode::string:
                    advance();
                    if (at_ >= string_end_) mode_ = Mode::plain;
                    break;
            }
        }
        return problem_;
    }

  private:
    enum class Mode : std::uint8_t { plain, comment, string };

    void complain(std::string message, std::string help = {}) {
        if (problem_) return;
        problem_ = Diagnostic{place_, 1, std::move(message), std::move(help), {}, {}};
    }
    std::optional<Diagnostic> bad_character() {
        const char c = text_[at_];
        if (c == '\0')
            complain("a NUL byte", "a scenario is a text file");
        else if (!well_formed(text_, at_))
            complain("not UTF-8", "save the file as UTF-8");
        else if (at_ - line_start_ > limits::line_bytes) {
            complain(fmt::format("a line of more than {} bytes", limits::line_bytes));
        }
        return problem_;
    }
    void advance() {
        if (text_[at_] == '\n') {
            ++place_.line;
            place_.column = 1;
            line_start_ = at_ + 1;
            if (mode_ == Mode::comment) mode_ = Mode::plain;
            if (mode_ == Mode::plain) end_key();
        } else {
            ++place_.column;
        }
        at_ += character_bytes(text_, at_);
    }
    void plain() {
        const char c = text_[at_];
        if (static_cast<unsigned char>(c) >= 0x80U) {
            complain("this character cannot stand here",
                     "put texts and keys with such characters between quotes");
            return;
        }
        if (c == '#') {
            mode_ = Mode::comment;
        } else if (c == '"' || c == '\'') {
            mode_ = Mode::string;
            string_end_ = string_end(text_, at_);
            advance();
            return;
        } else if (c == '[' || c == '{') {
            open_bracket();
        } else if (c == ']' || c == '}') {
            if (depth_ > 0) --depth_;
            end_key();
        } else if (c == '=' || c == ',') {
            end_key();
        } else if (c == '.') {
            if (++parts_ > limits::key_parts) too_many_parts();
        }
        if (c != ' ' && c != '\t') count_key();
        advance();
    }
    void open_bracket() {
        if (++depth_ > limits::nesting) {
            complain(fmt::format("brackets nested deeper than {}", limits::nesting));
        }
        if (text_.substr(at_ + 1).starts_with('*')) {
            complain("`*` is no value", "put a pattern between quotes: [\"*\"]");
        }
        end_key();
    }
    void too_many_parts() {
        complain(fmt::format("a key of more than {} parts", limits::key_parts));
    }
    void count_key() {
        ++key_length_;
        // Numbers, dates and bare words are counted too; none of them is that long.
        if (key_length_ > limits::key_characters) {
            complain(
                fmt::format("a key or word of more than {} characters", limits::key_characters));
        }
    }
    void end_key() {
        key_length_ = 0;
        parts_ = 1;
    }
    std::string_view text_;
    std::optional<Diagnostic> problem_;
    Place place_{1, 1};
    std::size_t at_ = 0;
    std::size_t line_start_ = 0;
    std::size_t depth_ = 0;
    std::size_t parts_ = 1;
    std::size_t key_length_ = 0;
    Mode mode_ = Mode::plain;
    std::size_t string_end_ = 0;
};

std::string reading_problem(int error) {
    return fmt::format("cannot be read: {}", std::strerror(error));
}

}  // namespace

std::string normalised(std::string text) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    std::size_t kept = 0;
    for (std::size_t at = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
         at < text.size(); ++at) {
        if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') continue;
        text[kept++] = text[at];
    }
    text.resize(kept);
    return text;
}

std::optional<Diagnostic> guard(std::string_view text) {
    if (text.size() > limits::file_bytes) {
        Diagnostic problem;
        problem.message = fmt::format("the file has {} bytes; at most {} are read", text.size(),
                                      limits::file_bytes);
        return problem;
    }
    return Scan(text).run();
}

FileText read_file(const std::string& path) {
    struct stat status {};
    if (path.find('\0') != std::string::npos || ::stat(path.c_str(), &status) != 0) {
        return {{}, reading_problem(errno == 0 ? ENOENT : errno)};
    }
    if (S_ISDIR(status.st_mode)) return {{}, "is a directory"};
    if (!S_ISREG(status.st_mode)) return {{}, "is not a regular file"};
    if (status.st_size > static_cast<off_t>(limits::file_bytes)) {
        return {
            {},
            fmt::format("has {} bytes; at most {} are read", status.st_size, limits::file_bytes)};
    }
    // O_NONBLOCK: what was a file a moment ago may be a pipe now.
    const int file = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) return {{}, reading_problem(errno)};
    // One byte more than it has, and more room if it grows while it is read.
    std::string text(static_cast<std::size_t>(status.st_size) + 1, '\0');
    std::size_t size = 0;
    ssize_t got = 0;
    while (size < text.size() && (got = ::read(file, text.data() + size, text.size() - size)) > 0) {
        size += static_cast<std::size_t>(got);
        if (size == text.size()) text.resize(std::min(2 * size, limits::file_bytes + 1));
    }
    const int error = got < 0 ? errno : 0;
    ::close(file);
    if (error != 0) return {{}, reading_problem(error)};
    text.resize(size);
    return {std::move(text), {}};
}

}  // namespace sim::scenario
