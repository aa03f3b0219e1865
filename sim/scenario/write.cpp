#include "sim/scenario/write.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <iterator>
#include <utility>
#include <vector>

#include "sim/scenario/page.hpp"
#include "sim/scenario/quoting.hpp"
#include "sim/scenario/source.hpp"

namespace sim::scenario {

namespace {

using Kind = Entry::Kind;

/// How a table inside a section is written, if not between braces.
enum class Shape : std::uint8_t {
    braces,
    dotted,           ///< pool_nodes.node101 = …
    section,          ///< [proxy.commands], [[variant.step]]
    section_if_long,  ///< braces if they fit
};

struct Special {
    std::string_view section;  ///< the last part of its name
    std::string_view key;
    Shape shape;
};

constexpr std::array specials{
    Special{"proxy", "commands", Shape::section},
    Special{"variant", "set", Shape::section_if_long},
    Special{"variant", "step", Shape::section},
    Special{"step", "pool_nodes", Shape::dotted},
    Special{"step", "stat_replication", Shape::dotted},
    Special{"step", "watchdog_info", Shape::dotted},
    Special{"step", "log", Shape::dotted},
};

bool is_list_of_tables(const Entry& entry) {
    return entry.kind == Kind::array && !entry.elements.empty() &&
           std::ranges::all_of(entry.elements,
                               [](const Entry& element) { return element.kind == Kind::table; });
}

/// Remarks inside a value, for one that is written on a line and has no room for them.
void collect_inside(const Entry& entry, std::vector<std::string>& out) {
    const auto collect = [&](const std::vector<std::string>& remarks) {
        std::ranges::copy_if(remarks, std::back_inserter(out),
                             [](const std::string& remark) { return !remark.empty(); });
    };
    const auto collect_all = [&](const Entry& child) {
        collect(child.remarks.before);
        if (!child.remarks.beside.empty()) out.push_back(child.remarks.beside);
        collect_inside(child, out);
    };
    for (const Field& field : entry.fields) collect_all(field.value);
    for (const Entry& element : entry.elements) collect_all(element);
    collect(entry.remarks.after);
}

std::vector<std::string> remarks_inside(const Entry& entry) {
    std::vector<std::string> remarks;
    collect_inside(entry, remarks);
    return remarks;
}

/// Several lines of text, not one that happens to end in a line break.
bool has_lines(std::string_view text) {
    return text.find('\n') < (text.empty() ? 0 : text.size() - 1);
}

std::string written_date(const WrittenDate& date) {
    const std::chrono::sys_seconds at{std::chrono::seconds(date.seconds)};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day ymd(day);
    const std::chrono::hh_mm_ss time(at - day);
    std::string text =
        fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(ymd.year()),
                    static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                    time.hours().count(), time.minutes().count(), time.seconds().count());
    if (!date.offset_seconds) return text;
    const std::int32_t minutes = *date.offset_seconds / 60;
    if (minutes == 0) return text + 'Z';
    return text + fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                              std::abs(minutes) % 60);
}

/// On one line but for texts of several.
std::string written(const Entry& value) {
    switch (value.kind) {
        case Kind::string:
            return has_lines(value.text) ? written_lines(value.text) : written_text(value.text);
        case Kind::integer:
            return fmt::format("{}", value.number);
        case Kind::boolean:
            return value.number != 0 ? "true" : "false";
        case Kind::date:
            return value.text.empty() ? written_date(value.date) : value.text;
        case Kind::decimal:
        case Kind::other:
            return value.text;
        case Kind::table:
        case Kind::array:
            break;
    }
    const bool table = value.kind == Kind::table;
    std::vector<std::string> parts;
    for (const Field& field : value.fields) {
        parts.push_back(fmt::format("{} = {}", written_key(field.key), written(field.value)));
    }
    for (const Entry& element : value.elements) parts.push_back(written(element));
    if (parts.empty()) return table ? "{}" : "[]";
    const std::string inside = fmt::format("{}", fmt::join(parts, ", "));
    if (table) return fmt::format("{{ {} }}", inside);
    return is_list_of_tables(value) ? fmt::format("[ {} ]", inside) : fmt::format("[{}]", inside);
}

constexpr std::size_t indent_width = 2;

/// A list with one element a line. `indent`: of the line that it begins on.
std::string broken(const Entry& list, std::size_t indent) {
    std::vector<WrittenLine> lines;
    const std::string inner(indent + indent_width, ' ');
    const auto add_remarks = [&](const std::vector<std::string>& remarks) {
        for (const std::string& remark : remarks) {
            if (!remark.empty())
                lines.push_back({inner + remark, {}});
            else if (!lines.empty())
                lines.emplace_back();
        }
    };
    for (const Entry& element : list.elements) {
        add_remarks(element.remarks.before);
        const auto inside = remarks_inside(element);
        std::string text = written(element);
        const bool fits = inner.size() + width_of(text) + 1 <= line_columns && inside.empty();
        if (element.kind == Kind::array && !fits)
            text = broken(element, indent + indent_width);
        else
            add_remarks(inside);
        lines.push_back({fmt::format("{}{},", inner, text), element.remarks.beside});
    }
    add_remarks(list.remarks.after);
    return fmt::format("[\n{}{}]", joined(lines), std::string(indent, ' '));
}

/// Writes sections onto a page.
class Writer {
  public:
    /// The body of a section, and the sections inside it. `path` as its header has it.
    void section(const Entry& table, const std::string& path, std::string_view name) {
        for (const Field& field : table.fields) {
            switch (shape_of(field, path, name)) {
                case Shape::dotted:
                    dotted(field);
                    break;
                case Shape::section:
                    break;
                case Shape::braces:
                case Shape::section_if_long:
                    pair(written_key(field.key), true, field.value);
                    break;
            }
        }
        page_.remarks(table.remarks.after);
        for (const Field& field : table.fields) {
            if (shape_of(field, path, name) == Shape::section) sections(field, path);
        }
    }
    std::string text() && { return std::move(page_).text(); }

  private:
    /// What becomes of one field of a section.
    static Shape shape_of(const Field& field, const std::string& path, std::string_view name) {
        const bool table = field.value.kind == Kind::table;
        if (!table && !is_list_of_tables(field.value)) return Shape::braces;
        if (path.empty()) return Shape::section;
        const auto* found = std::ranges::find_if(specials, [&](const Special& special) {
            return special.section == name && special.key == field.key;
        });
        if (found == specials.end()) return Shape::braces;
        if (found->shape == Shape::section) return Shape::section;
        if (!table || field.value.fields.empty()) return Shape::braces;
        if (found->shape == Shape::dotted) return Shape::dotted;
        const std::string line = fmt::format("{} = {}", field.key, written(field.value));
        const bool fits = width_of(line) <= line_columns && remarks_inside(field.value).empty();
        return fits ? Shape::braces : Shape::section;
    }
    void sections(const Field& field, const std::string& path) {
        const std::string key = written_key(field.key);
        const std::string below = path.empty() ? key : fmt::format("{}.{}", path, key);
        if (field.value.kind == Kind::array) {
            // A list between brackets has remarks of its own; headers have nothing in their place.
            std::vector<std::string> above = field.value.remarks.before;
            if (!field.value.remarks.beside.empty()) above.push_back(field.value.remarks.beside);
            for (const Entry& element : field.value.elements) {
                header(element, fmt::format("[[{}]]", below), std::exchange(above, {}));
                section(element, below, field.key);
            }
            return page_.remarks(field.value.remarks.after);
        }
        if (needs_header(field, below)) header(field.value, fmt::format("[{}]", below));
        section(field.value, below, field.key);
    }
    /// A section that only holds sections is there without being said.
    static bool needs_header(const Field& field, const std::string& below) {
        const Entry& table = field.value;
        const bool remarked = !table.remarks.before.empty() || !table.remarks.beside.empty() ||
                              !table.remarks.after.empty();
        return remarked || table.fields.empty() ||
               std::ranges::any_of(table.fields, [&](const Field& inner) {
                   return shape_of(inner, below, field.key) != Shape::section;
               });
    }
    void header(const Entry& table, std::string text, const std::vector<std::string>& above = {}) {
        page_.blank();
        page_.remarks(above);
        page_.remarks(table.remarks.before);
        page_.header(std::move(text), table.remarks.beside);
    }
    void pair(std::string key, bool aligned, const Entry& value) {
        page_.remarks(value.remarks.before);
        WrittenValue out{written(value), {}};
        const auto inside = remarks_inside(value);
        if (value.kind == Kind::array && !(value.elements.empty() && inside.empty())) {
            out.broken = broken(value, 0);
            if (!inside.empty()) out = {std::move(out.broken), {}};
        } else {
            page_.remarks(inside);
        }
        page_.pair(std::move(key), aligned, std::move(out), value.remarks.beside);
    }
    void dotted(const Field& field) {
        const Remarks& remarks = field.value.remarks;
        page_.remarks(remarks.before);
        if (!remarks.beside.empty()) page_.remarks(std::array{remarks.beside});
        for (const Field& inner : field.value.fields) {
            pair(fmt::format("{}.{}", written_key(field.key), written_key(inner.key)), false,
                 inner.value);
        }
        page_.remarks(remarks.after);
    }

    Page page_;
};

}  // namespace

std::string write(const Entry& root) {
    Writer writer;
    writer.section(root, {}, {});
    return std::move(writer).text();
}

Parsed<std::string> canonical(const std::string& name, std::string_view text) {
    const std::string source = normalised(std::string(text));
    Document document = read_document(source, 0);
    if (!document.root) {
        document.problem.file = name;
        document.problem.line = std::string(line_of(source, document.problem.place.line));
        return {std::nullopt, {document.problem}};
    }
    attach_remarks(*document.root, source);
    return {write(*document.root), {}};
}

}  // namespace sim::scenario
