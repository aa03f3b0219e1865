#include "sim/site/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/scenario/limits.hpp"
#include "sim/scenario/source.hpp"

namespace sim::site {
namespace {

using scenario::characters;
using scenario::Reader;
using scenario::Spot;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80U;
}
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/// Reads one line.
class LineReader {
  public:
    LineReader(Reader& reader, std::string_view line, Spot start)
        : reader_(reader), line_(line), start_(start) {}

    std::optional<Setting> run() {
        skip_blanks();
        if (at_end()) return std::nullopt;
        if (!key()) return std::nullopt;
        skip_blanks();
        if (!at_end() && line_[at_] == '=') ++at_;  // the product does without it, too
        skip_blanks();
        if (at_end()) {
            reader_.complain(setting_.key_spot, fmt::format("`{}` has no value", setting_.key),
                             "an empty text is ''");
            return std::nullopt;
        }
        if (!(line_[at_] == '\'' ? quoted() : bare())) return std::nullopt;
        skip_blanks();
        if (!at_end()) {
            complain(at_, line_.size() - at_, "one value stands on a line, and a comment after it",
                     "a comment begins with #; a text with blanks stands between ' '");
            return std::nullopt;
        }
        return std::move(setting_);
    }

  private:
    [[nodiscard]] bool at_end() const { return at_ >= line_.size() || line_[at_] == '#'; }
    void skip_blanks() {
        while (at_ < line_.size() && is_blank(line_[at_])) ++at_;
    }
    [[nodiscard]] Spot spot(std::size_t from, std::size_t length) const {
        Spot spot = start_;
        spot.place.column = characters(line_.substr(0, from)) + 1;
        spot.length = std::max(1U, characters(line_.substr(from, length)));
        return spot;
    }
    void complain(std::size_t from, std::size_t length, std::string message, std::string help) {
        reader_.complain(spot(from, length), std::move(message), std::move(help));
    }

    bool key() {
        const std::size_t from = at_;
        while (at_ < line_.size() && (is_letter(line_[at_]) || is_digit(line_[at_]))) ++at_;
        setting_.key = std::string(line_.substr(from, at_ - from));
        setting_.key_spot = spot(from, at_ - from);
        if (setting_.key.starts_with("\xef\xbb\xbf")) {
            complain(from, 1, "a byte order mark stands before the first key",
                     "the product reads it as part of the name; save the file without it");
            return false;
        }
        if (!setting_.key.empty() && is_letter(setting_.key[0])) return true;
        complain(from, std::max<std::size_t>(1, at_ - from),
                 "a line begins with the name of a parameter, or with # for a comment", "");
        return false;
    }

    /// Between quotes: two quotes are one, a backslash takes the next character as it is.
    bool quoted() {
        const std::size_t from = at_++;
        setting_.written = Setting::Written::quoted;
        while (at_ < line_.size()) {
            const char c = line_[at_];
            if (c == '\'' && at_ + 1 < line_.size() && line_[at_ + 1] == '\'') {
                ++at_;
            } else if (c == '\'') {
                ++at_;
                setting_.spot = spot(from, at_ - from);
                return true;
            } else if (c == '\\' && at_ + 1 < line_.size()) {
                ++at_;
            }
            setting_.text += line_[at_++];
        }
        complain(from, line_.size() - from, "this text has no end", "close it with '");
        return false;
    }

    bool bare() {
        const std::size_t from = at_;
        while (!at_end() && !is_blank(line_[at_])) ++at_;
        setting_.text = std::string(line_.substr(from, at_ - from));
        setting_.spot = spot(from, at_ - from);
        const std::string& text = setting_.text;
        if (text[0] == '"') {
            complain(from, at_ - from, "texts stand between single quotes",
                     "the product takes ' and not \"");
            return false;
        }
        if (is_letter(text[0])) return word(from);
        return number(from);
    }
    bool word(std::size_t from) {
        setting_.written = Setting::Written::word;
        const auto fits = [](char c) {
            return is_letter(c) || is_digit(c) || std::string_view("-._:/").find(c) < 5;
        };
        if (std::ranges::all_of(setting_.text, fits)) return true;
        return quotes_missing(from);
    }
    bool number(std::size_t from) {
        const std::string_view text = setting_.text;
        const std::string_view unsigned_text = text.substr(text[0] == '-' || text[0] == '+');
        const bool digits = !unsigned_text.empty() && std::ranges::all_of(unsigned_text, is_digit);
        if (digits) {
            const auto value = scenario::read_integer(text[0] == '+' ? unsigned_text : text);
            if (value) setting_.number = *value;
            if (!value) complain(from, text.size(), "this number is too large", "");
            setting_.written = Setting::Written::integer;
            return value.has_value();
        }
        const bool decimal = std::ranges::count(unsigned_text, '.') == 1 &&
                             unsigned_text.find_first_not_of("0123456789.") == std::string::npos &&
                             unsigned_text.size() > 1;
        if (decimal) {
            setting_.written = Setting::Written::decimal;
            return true;
        }
        const std::size_t unit = unsigned_text.find_first_not_of("0123456789");
        if (unit != 0 && unsigned_text.find_first_not_of(letters, unit) == std::string::npos) {
            complain(from, text.size(),
                     fmt::format("`{}` takes a bare number, without a unit", setting_.key),
                     fmt::format("the product's file says {} in the parameter's own unit",
                                 unsigned_text.substr(0, unit)));
            return false;
        }
        return quotes_missing(from);
    }
    bool quotes_missing(std::size_t from) {
        complain(from, setting_.text.size(), "neither a number nor a word nor a quoted text",
                 fmt::format("put it between quotes: '{}'", setting_.text));
        return false;
    }

    static constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    Reader& reader_;
    std::string_view line_;
    Spot start_;
    std::size_t at_ = 0;
    Setting setting_;
};

/// What must be right before a line is read; without a line it is about the whole file.
struct Fault {
    scenario::Place place;
    std::string message;
    std::string help;
};

/// Makes a text fit to be read and shown: what is no UTF-8 becomes question marks, which comments
/// may have had. The first fault that no comment excuses.
std::optional<Fault> mend(std::string& text) {
    std::optional<Fault> first;
    const auto fault = [&](scenario::Place place, std::string message, std::string help) {
        if (!first) first = Fault{place, std::move(message), std::move(help)};
    };
    scenario::Place place{1, 1};
    bool comment = false;
    bool quote = false;
    std::size_t line_start = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        const bool control = static_cast<unsigned char>(c) < 0x20U && !is_blank(c) && c != '\n';
        if (control) fault(place, "a byte that no text has", "is this a binary file?");
        if (at - line_start > scenario::limits::line_bytes) {
            fault({},
                  fmt::format("line {} has more than {} bytes", place.line,
                              scenario::limits::line_bytes),
                  {});
        }
        const bool good = scenario::well_formed(text, at);
        if (!good && !comment) fault(place, "not UTF-8", "save the file as UTF-8");
        if (!good) text[at] = '?';
        if (c == '\'') quote = !quote;
        if (c == '#' && !quote) comment = true;
        ++place.column;
        at += good ? scenario::character_bytes(text, at) : 1;
        if (c != '\n') continue;
        place = {place.line + 1, 1};
        line_start = at;
        comment = quote = false;
    }
    return first;
}

}  // namespace

std::optional<std::uint16_t> open_settings(Reader& reader, const std::string& path) {
    scenario::FileText file = scenario::read_file(path);
    if (file.text && file.text->size() > scenario::limits::file_bytes) {
        file.problem = fmt::format("more than {} bytes", scenario::limits::file_bytes);
        file.text.reset();
    }
    if (!file.text) {
        reader.complain_of_file(path, file.problem);
        return std::nullopt;
    }
    std::string text = std::move(*file.text);
    const auto fault = mend(text);
    const std::uint16_t index = reader.add_source(path, std::move(text));
    if (!fault) return index;
    if (fault->place.line == 0) {
        reader.complain_of_file(path, fault->message);
    } else {
        reader.complain(Spot{index, fault->place, 1}, fault->message, fault->help);
    }
    return std::nullopt;
}

std::vector<Setting> read_settings(Reader& reader, std::uint16_t file) {
    std::vector<Setting> settings;
    std::string_view text = reader.text_of(file);
    Spot start{file, {1, 1}, 1};
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        if (auto setting = LineReader(reader, line, start).run()) {
            if (settings.size() == most_settings) {
                reader.complain(setting->key_spot,
                                fmt::format("more than {} settings in one file", most_settings));
                return settings;
            }
            settings.push_back(std::move(*setting));
        }
        // A file of noise has a mistake on every line; nobody reads them all.
        if (reader.diagnostics().size() > scenario::limits::diagnostics) return settings;
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        ++start.place.line;
    }
    return settings;
}

}  // namespace sim::site
