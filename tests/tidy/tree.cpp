#include "tests/tidy/tree.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace tidy {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

bool left_out(const fs::path& name) {
    const std::string text = name.string();
    return (text.starts_with(".") && text != ".ci") || text.starts_with("build");
}

std::size_t end_of_raw_string(const std::string& text, std::size_t quote) {
    const std::size_t open = text.find('(', quote);
    if (open == std::string::npos) return text.size();
    const std::string closing = ")" + text.substr(quote + 1, open - quote - 1) + "\"";
    const std::size_t end = text.find(closing, open);
    return end == std::string::npos ? text.size() : end + closing.size();
}

std::size_t end_of_literal(const std::string& text, std::size_t quote) {
    for (std::size_t at = quote + 1; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == text[quote] || text[at] == '\n') {
            return at + 1;
        }
    }
    return text.size();
}

/// 1'000'000 is a number, not a literal: the quote has an alphanumeric before it.
bool separates_digits(const std::string& text, std::size_t at) {
    if (text[at] != '\'' || at == 0) return false;
    return std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0;
}

/// Where the comment or literal that begins at `at` ends; `at` itself if none begins there.
std::size_t end_of_prose(const std::string& text, std::size_t at) {
    const auto up_to = [&](std::size_t end) { return std::min(end, text.size()); };
    if (text.compare(at, 2, "//") == 0) return up_to(text.find('\n', at));
    if (text.compare(at, 2, "/*") == 0) {
        const std::size_t end = text.find("*/", at + 2);
        return end == std::string::npos ? text.size() : end + 2;
    }
    if (text[at] == '"') {
        const bool raw = at > 0 && text[at - 1] == 'R';
        return raw ? end_of_raw_string(text, at) : end_of_literal(text, at);
    }
    if (text[at] == '\'' && !separates_digits(text, at)) return end_of_literal(text, at);
    return at;
}

}  // namespace

std::string blank_prose(const std::string& text) {
    std::string code = text;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = end_of_prose(text, at);
        for (std::size_t each = at; each < end; ++each) {
            if (code[each] != '\n') code[each] = ' ';
        }
        at = std::max(end, at + 1);
    }
    return code;
}

File make_file(const std::string& path, const std::string& text) {
    File file{path, text, split(text), {}};
    if (file.is_source()) file.code = split(blank_prose(text));
    return file;
}

std::vector<File> read_tree(const std::string& top) {
    std::vector<File> files;
    auto walk = fs::recursive_directory_iterator(top);
    for (auto at = begin(walk); at != end(walk); ++at) {
        const fs::path name = at->path().filename();
        if (at->is_directory()) {
            if (left_out(name)) at.disable_recursion_pending();
            continue;
        }
        if (name == ".git") continue;  // of a linked work tree: it names the place of the other one
        std::ifstream in(at->path(), std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        files.push_back(make_file(fs::relative(at->path(), top).generic_string(), text.str()));
    }
    std::ranges::sort(files, {}, &File::path);
    return files;
}

std::vector<std::string> folders(const std::string& top) {
    std::vector<std::string> found;
    auto walk = fs::recursive_directory_iterator(top);
    for (auto at = begin(walk); at != end(walk); ++at) {
        if (!at->is_directory()) continue;
        if (left_out(at->path().filename())) {
            at.disable_recursion_pending();
            continue;
        }
        if (fs::is_empty(at->path())) continue;
        found.push_back(fs::relative(at->path(), top).generic_string());
        if (at.depth() == 1) at.disable_recursion_pending();
    }
    std::ranges::sort(found);
    return found;
}

}  // namespace tidy
