#include <string>

#include "tests/tidy/rules.hpp"

namespace tidy {
namespace {

/// What the product printed, and what is compared byte by byte, stays as it is.
bool verbatim(const File& file) {
    return file.below("tests/recordings") || file.path.find("/golden/") != std::string::npos;
}

Violations check_opening(const File& file) {
    std::size_t comments = 0;
    while (comments < file.lines.size() && file.lines[comments].starts_with("//")) ++comments;
    if (comments < 2 || comments > 4) {
        return {{file.path, 1, "opening",
                 "a header opens with two to four lines that say what it is for"}};
    }
    if (comments >= file.lines.size() || file.lines[comments] != "#pragma once") {
        return {{file.path, comments + 1, "opening", "#pragma once follows the opening comment"}};
    }
    return {};
}

/// Written in two pieces, or this file would name them itself.
const std::vector<std::string>& words_of_a_place() {
    static const std::vector<std::string> words{
        "/wo"
        "rk/",
        "/tm"
        "p/",
        "/ro"
        "ot/",
        "/ho"
        "me/",
        "debian"
        ".org",
        "npm"
        "js",
        "py"
        "pi.org",
        "sand"
        "box",
        "work"
        "place",
        "art"
        "ifactory",
        "ground-"
        "truth",
        "previous "
        "session",
        "next "
        "session",
        "sub"
        "agent",
        "coding "
        "agent",
        "AI "
        "assistant",
        "Clau"
        "de",
        "language "
        "model",
    };
    return words;
}

/// The product's own socket has a name of that kind, and its logs print it.
bool is_product_socket(const std::string& line, std::size_t at) {
    return line.compare(at, 7,
                        "/tm"
                        "p/.s") == 0;
}

}  // namespace

Violations check_texture(const File& file) {
    Violations found;
    if (verbatim(file)) return found;
    if (file.is_header()) found = check_opening(file);
    for (std::size_t at = 0; at < file.lines.size(); ++at) {
        const std::string& line = file.lines[at];
        if (line.find('\t') != std::string::npos && !file.path.ends_with(".tsv")) {
            found.push_back({file.path, at + 1, "tab", "indent with blanks"});
        }
        if (line.ends_with(' ') || line.ends_with('\r')) {
            found.push_back({file.path, at + 1, "blanks", "blanks at the end of the line"});
        }
    }
    return found;
}

Violations check_place(const File& file) {
    Violations found;
    for (std::size_t at = 0; at < file.lines.size(); ++at) {
        for (const std::string& word : words_of_a_place()) {
            const std::size_t where = file.lines[at].find(word);
            if (where == std::string::npos || is_product_socket(file.lines[at], where)) continue;
            found.push_back({file.path, at + 1, "place", "'" + word + "' tells of a place"});
        }
    }
    return found;
}

}  // namespace tidy
