#include "sim/simrun/output.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>

namespace sim::simrun {
namespace {

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? std::string_view(value) : std::string_view();
}

bool locale_has_utf8() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const std::string_view value = environment(name);
        if (value.empty()) continue;
        return value.find("UTF-8") != std::string_view::npos ||
               value.find("utf8") != std::string_view::npos;
    }
    return false;
}

int terminal_width(int descriptor) {
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 100;
}

int wished_width(int otherwise) {
    const std::string_view text = environment("COLUMNS");
    int width = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), width);
    return error == std::errc{} && rest == text.data() + text.size() && width > 0 ? width
                                                                                  : otherwise;
}

}  // namespace

Output::Output(std::FILE* file) : file_(file) {
    const int descriptor = fileno(file);
    const bool terminal = isatty(descriptor) != 0;
    style_.colour = terminal && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
    style_.unicode = locale_has_utf8();
    const int width = wished_width(terminal ? terminal_width(descriptor) : 100);
    style_.width = std::clamp(width, 60, 160);
}

void Output::write(std::string_view text) {
    if (error_ != 0) return;
    if (text_ != nullptr) {
        text_->append(text);
        return;
    }
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) error_ = errno;
}

void Output::flush() {
    if (error_ == 0 && file_ != nullptr && std::fflush(file_) != 0) error_ = errno;
}

int Output::error() const { return error_ == EPIPE ? 0 : error_; }

}  // namespace sim::simrun
