#include "scenario_generator.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "sim/scenario/quoting.hpp"
#include "sim/scenario/schema.hpp"

namespace sim::scenario::tests {

namespace {

using Kind = Entry::Kind;

Entry made(Kind kind, std::string text = {}, std::int64_t number = 0) {
    Entry entry;
    entry.kind = kind;
    entry.text = std::move(text);
    entry.number = number;
    return entry;
}

/// Pieces of texts and keys: all that needs care somewhere.
constexpr std::array<std::string_view, 34> pieces{"a",
                                                  "node101",
                                                  " ",
                                                  "\"",
                                                  "'",
                                                  "\"\"\"",
                                                  "'''",
                                                  "\\",
                                                  "\\n",
                                                  "\n",
                                                  "\n\n",
                                                  "\t",
                                                  "\r",
                                                  "\r\n",
                                                  "#",
                                                  "# no",
                                                  "=",
                                                  "[",
                                                  "]",
                                                  "[[x]]",
                                                  "{",
                                                  "}",
                                                  ",",
                                                  ".",
                                                  "-",
                                                  "\x01",
                                                  "\x7f",
                                                  "\xc3\xa9",
                                                  "\xe8\x8a\x82",
                                                  "\xcc\xbf",
                                                  "\xf0\x9f\x98\x80",
                                                  "\xe2\x80\xae",
                                                  "\xef\xbb\xbf",
                                                  "the quick brown fox jumps over the lazy dog"};

constexpr std::array<std::string_view, 8> decimals{"0.5",  "-1.25", "1e6",  "6.02e-23",
                                                   "+1.0", "inf",   "-nan", "1_000.5"};
constexpr std::array<std::string_view, 4> dates{"2023-08-04T16:20:00+08:00", "1979-05-27 07:32:00Z",
                                                "2000-02-29T00:00:00.25", "1999-12-31T23:59:59"};
constexpr std::array<std::string_view, 3> other{"2023-08-04", "16:20:00", "00:00:00.125"};

}  // namespace

/// SplitMix64.
std::uint64_t Generator::below(std::uint64_t bound) {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return (z ^ (z >> 31U)) % bound;
}

std::string Generator::word() {
    std::string text;
    for (std::uint64_t n = 1 + below(12); n > 0; --n) {
        text += static_cast<char>('a' + static_cast<char>(below(26)));
    }
    return text;
}

std::string Generator::any_text() {
    std::string text;
    for (std::uint64_t n = below(7); n > 0; --n) {
        text += one_in(2) ? word() : std::string(pieces[below(pieces.size())]);
    }
    if (one_in(40)) text += '\0';
    return text;
}

std::string Generator::key() {
    const Section& section = *sections()[below(sections().size())];
    if (!section.keys.empty() && !one_in(3)) {
        return std::string(section.keys[below(section.keys.size())].name);
    }
    if (one_in(30)) return std::string(120, 'k') + word();
    return one_in(2) ? word() : any_text();
}

Entry Generator::scalar() {
    switch (below(7)) {
        case 0:
            return made(Kind::integer, {}, static_cast<std::int64_t>(below(UINT64_MAX)));
        case 1:
            return made(Kind::boolean, {}, static_cast<std::int64_t>(below(2)));
        case 2:
            return made(Kind::decimal, std::string(decimals[below(decimals.size())]));
        case 3:
            return made(Kind::date, std::string(dates[below(dates.size())]));
        case 4:
            return made(Kind::other, std::string(other[below(other.size())]));
        default:
            return made(Kind::string, any_text());
    }
}

Entry Generator::table(int depth, std::uint64_t most) {
    Entry table = made(Kind::table);
    for (std::uint64_t n = below(most); n > 0; --n) {
        std::string name = key();
        if (table.find(name) == nullptr) {
            table.fields.push_back({std::move(name), {}, value(depth + 1)});
        }
    }
    return table;
}

Entry Generator::list_of_tables(int depth) {
    Entry list = made(Kind::array);
    for (std::uint64_t n = below(4); n > 0; --n) list.elements.push_back(table(depth + 1, 6));
    return list;
}

Entry Generator::value(int depth) {
    const std::uint64_t what = depth > 4 ? 9 : below(10);
    if (what < 2) return table(depth, 5);
    if (what == 2) return list_of_tables(depth);
    if (what > 4) return scalar();
    Entry list = made(Kind::array);
    for (std::uint64_t n = below(6); n > 0; --n) list.elements.push_back(value(depth + 1));
    return list;
}

Entry Generator::tree() { return table(0, 9); }

/// Writes a tree with whatever white space, comments and forms TOML allows.
class CarelessWriter {
  public:
    explicit CarelessWriter(Generator& generator) : generator_(generator) {}

    void section(const Entry& table, const std::string& path) {
        for (const Field& field : table.fields) {
            if (!is_below(field)) statement(written_key(field.key), field.value);
        }
        clutter();
        for (const Field& field : table.fields) {
            if (!is_below(field)) continue;
            const std::string key = written_key(field.key);
            const std::string below = path.empty() ? key : path + blanks() + "." + blanks() + key;
            if (field.value.kind == Kind::table) {
                header("[" + blanks() + below + blanks() + "]");
                section(field.value, below);
            }
            for (const Entry& element : field.value.elements) {
                header("[[" + blanks() + below + blanks() + "]]");
                section(element, below);
            }
        }
    }
    Untidy result() && { return std::move(untidy_); }

  private:
    /// By the key, so that each asking has the same answer.
    static bool is_below(const Field& field) {
        const bool list = field.value.kind == Kind::array && !field.value.elements.empty() &&
                          std::ranges::all_of(field.value.elements, [](const Entry& element) {
                              return element.kind == Kind::table;
                          });
        return (field.value.kind == Kind::table || list) && field.key.size() % 3 != 0;
    }
    std::string blanks() { return std::string(generator_.below(3), ' '); }
    std::string& out() { return untidy_.text; }

    void comment() {
        // The number and the dot make sure that no comment is part of another one.
        std::string text = "#" + std::to_string(untidy_.comments.size()) + ". ";
        for (const char c : generator_.any_text()) {
            const bool control = static_cast<unsigned char>(c) < 0x20U || c == '\x7f';
            if (!control) text += c;
        }
        text += "$";
        untidy_.comments.push_back(text);
        out() += text + blanks();
    }
    void end_line() {
        out() += blanks();
        if (generator_.one_in(4)) comment();
        out() += generator_.one_in(9) ? "\r\n" : "\n";
    }
    /// Blank lines and comments between two things.
    void clutter() {
        for (std::uint64_t n = generator_.below(3); n > 0 && generator_.one_in(3); --n) {
            out() += blanks();
            if (generator_.one_in(2)) comment();
            out() += '\n';
        }
    }
    void header(const std::string& text) {
        clutter();
        out() += blanks() + text;
        end_line();
    }
    void statement(const std::string& key, const Entry& value) {
        const bool dotted = value.kind == Kind::table && value.fields.size() == 1 &&
                            key.size() + value.fields[0].key.size() < 100 &&
                            std::ranges::count(key, '.') < 3;
        if (dotted && generator_.one_in(2)) {
            const Field& inner = value.fields[0];
            return statement(key + blanks() + "." + blanks() + written_key(inner.key), inner.value);
        }
        clutter();
        out() += blanks() + key + blanks() + "=" + blanks();
        this->value(value);
        end_line();
    }
    void value(const Entry& entry) {
        if (entry.kind == Kind::array) return list(entry);
        if (entry.kind == Kind::table) return braces(entry);
        if (entry.kind == Kind::integer)
            out() += std::to_string(entry.number);
        else if (entry.kind == Kind::boolean)
            out() += entry.number != 0 ? "true" : "false";
        else if (entry.kind == Kind::string)
            out() += generator_.one_in(4) ? written_lines(entry.text) : written_text(entry.text);
        else
            out() += entry.text;
    }
    void braces(const Entry& table) {
        out() += '{' + blanks();
        for (std::size_t at = 0; at < table.fields.size(); ++at) {
            if (at > 0) out() += blanks() + ',' + blanks();
            out() += written_key(table.fields[at].key) + blanks() + "=" + blanks();
            value(table.fields[at].value);
        }
        out() += blanks() + '}';
    }
    void list(const Entry& list) {
        out() += '[';
        between();
        for (std::size_t at = 0; at < list.elements.size(); ++at) {
            if (at > 0) {
                out() += ',';
                between();
            }
            value(list.elements[at]);
            between();
        }
        if (!list.elements.empty() && generator_.one_in(2)) {
            out() += ',';
            between();
        }
        out() += ']';
    }
    /// Between two tokens of a list a line may end.
    void between() {
        out() += blanks();
        while (generator_.one_in(4)) {
            end_line();
            out() += blanks();
        }
    }

    Generator& generator_;
    Untidy untidy_;
};

Untidy Generator::text() {
    CarelessWriter writer(*this);
    writer.section(tree(), {});
    return std::move(writer).result();
}

}  // namespace sim::scenario::tests
