// A TOML file as a tree of our own, in the order of the file and with a place at every value, and
// the checks that a text must pass before the TOML library may see it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/diagnostic.hpp"

namespace sim::scenario {

/// Where something stands among the files read. Columns are characters from 1.
struct Spot {
    std::uint16_t file = 0;  ///< index into the Reader's sources
    Place place;
    std::uint32_t length = 1;  ///< characters on that line
};

/// A date and a time as written; `offset` none for a local one.
struct WrittenDate {
    std::int64_t seconds = 0;  ///< since 1970 as if UTC
    std::optional<std::int32_t> offset_seconds;
};

/// Comments around a value, each as it stands in the file from its `#` on; an empty text is a blank
/// line. Only attach_remarks() fills these in: a run does not need them.
struct Remarks {
    std::vector<std::string> before;  ///< on lines of their own above it
    std::string beside;               ///< at the end of its last line
    std::vector<std::string> after;   ///< of a list or a section: behind its last element or key
};

struct Field;

/// One value of the file.
struct Entry {
    enum class Kind : std::uint8_t {
        table,
        array,
        string,
        integer,
        decimal,
        boolean,
        date,
        other
    } kind = Kind::other;
    Spot spot;
    std::string text;         ///< string; of a decimal, a date and `other`: as written
    std::int64_t number = 0;  ///< integer, boolean
    WrittenDate date;
    Remarks remarks;
    std::vector<Field> fields;  ///< of a table, in the order of the file
    std::vector<Entry> elements;

    [[nodiscard]] const Entry* find(std::string_view key) const;
    [[nodiscard]] const Field* field(std::string_view key) const;
    [[nodiscard]] Entry* find(std::string_view key);
};

struct Field {
    std::string key;
    Spot spot;
    Entry value;
};

/// Whether two trees say the same: places, remarks and the order of a table's keys do not matter.
[[nodiscard]] bool same(const Entry& a, const Entry& b);

/// "a text", "a list", …: what kinds are called in messages.
[[nodiscard]] std::string_view kind_words(Entry::Kind kind);

/// The text without a byte order mark, and with the line ends of Unix: a file means the same
/// whichever editor saved it, and places count from what the reader of the file sees.
[[nodiscard]] std::string normalised(std::string text);

/// What must be right before the library sees the text: size, UTF-8, nesting, key lengths.
[[nodiscard]] std::optional<Diagnostic> guard(std::string_view text);

/// A file's text, or why there is none: not a regular file, no permission, too large.
struct FileText {
    std::optional<std::string> text;
    std::string problem;
};
[[nodiscard]] FileText read_file(const std::string& path);

/// The tree of a text, or the one thing that stands in the way.
struct Document {
    std::optional<Entry> root;
    Diagnostic problem;
};

/// Guards and parses a normalised text. One syntax error stops it.
[[nodiscard]] Document read_document(std::string_view text, std::uint16_t file);

/// Gives every value of `root` the comments and blank lines that stand around it in `text`, from
/// which it was parsed.
void attach_remarks(Entry& root, std::string_view text);

}  // namespace sim::scenario
