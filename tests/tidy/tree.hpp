// The repository as text, for the rules of style.md: every file with its lines, and of sources the
// code alone, with comments and literals blanked, so that a rule sees neither prose nor strings.
#pragma once

#include <string>
#include <vector>

namespace tidy {

struct File {
    std::string path;                ///< from the top, with '/'
    std::string text;
    std::vector<std::string> lines;  ///< without line ends
    std::vector<std::string> code;   ///< sources: the same lines without comments and literals

    [[nodiscard]] bool is_header() const { return path.ends_with(".hpp"); }
    [[nodiscard]] bool is_source() const { return is_header() || path.ends_with(".cpp"); }
    [[nodiscard]] bool below(const std::string& folder) const {
        return path.starts_with(folder + "/");
    }
};

/// Something that breaks a rule. `line` from 1; 0: the whole file.
struct Violation {
    std::string path;
    std::size_t line = 0;
    std::string rule;
    std::string message;
};

using Violations = std::vector<Violation>;

/// All files of the checkout, sorted by path; build trees and hidden folders but .ci left out.
[[nodiscard]] std::vector<File> read_tree(const std::string& top);

/// The folders at depth one and two, sorted: "engine", "failover/words".
[[nodiscard]] std::vector<std::string> folders(const std::string& top);

/// A file at hand, for the rules' own tests.
[[nodiscard]] File make_file(const std::string& path, const std::string& text);

/// `text` with comments, characters and strings (raw ones too) turned to blanks; lines stay.
[[nodiscard]] std::string blank_prose(const std::string& text);

}  // namespace tidy
