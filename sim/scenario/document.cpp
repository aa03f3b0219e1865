// The one translation unit that includes toml++ (header-only: 4 to 7 seconds to compile). Its
// exceptions end in parse_document().
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_UNRELEASED_FEATURES 0

// Some malformed texts meet its assertions (toolchain, toml++); the guard refuses those that do
// harm, and a user's file must not end the program.
#define TOML_ASSERT(condition) static_cast<void>(0)

#include "sim/scenario/document.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "sim/scenario/limits.hpp"
#include "sim/scenario/source.hpp"

namespace sim::scenario {

namespace {

Spot spot_of(const toml::source_region& region, std::uint16_t file) {
    Spot spot{file, {region.begin.line, region.begin.column}, 1};
    if (region.end.line == region.begin.line && region.end.column > region.begin.column) {
        spot.length = region.end.column - region.begin.column;
    }
    return spot;
}

/// Days since 1970-01-01 of a date of the Gregorian calendar.
std::int64_t days_of(const toml::date& date) {
    const std::chrono::sys_days days =
        std::chrono::year{date.year} / std::chrono::month{date.month} / std::chrono::day{date.day};
    return days.time_since_epoch().count();
}

WrittenDate written(const toml::date_time& value) {
    WrittenDate date;
    date.seconds = days_of(value.date) * 86'400 + value.time.hour * 3'600 + value.time.minute * 60 +
                   value.time.second;
    if (value.offset) date.offset_seconds = value.offset->minutes * 60;
    return date;
}

/// Turns the library's tree into ours.
class Conversion {
  public:
    Conversion(std::string_view text, std::uint16_t file) : lines_(text), file_(file) {}

    /// `depth`: tables and lists around it. Dotted keys nest, too, and no bracket tells of them.
    Entry convert(const toml::node& node, std::size_t depth) {
        Entry entry;
        entry.spot = spot_of(node.source(), file_);
        if (depth > limits::nesting && !too_deep_) too_deep_ = entry.spot;
        if (too_deep_) return entry;
        if (const auto* table = node.as_table()) {
            convert_table(entry, *table, depth);
        } else if (const auto* array = node.as_array()) {
            entry.kind = Entry::Kind::array;
            for (const toml::node& element : *array) {
                entry.elements.push_back(convert(element, depth + 1));
            }
        } else {
            convert_value(entry, node);
        }
        return entry;
    }
    /// What is nested deeper than the limit.
    [[nodiscard]] const std::optional<Spot>& too_deep() const { return too_deep_; }

  private:
    void convert_table(Entry& entry, const toml::table& table, std::size_t depth) {
        entry.kind = Entry::Kind::table;
        for (auto&& [key, value] : table) {
            entry.fields.push_back(Field{std::string(key.str()), spot_of(key.source(), file_),
                                         convert(value, depth + 1)});
        }
        // The library keeps keys sorted by name; people wrote them in an order that means
        // something.
        std::ranges::stable_sort(entry.fields, [](const Field& a, const Field& b) {
            return std::pair(a.spot.place.line, a.spot.place.column) <
                   std::pair(b.spot.place.line, b.spot.place.column);
        });
    }
    void convert_value(Entry& entry, const toml::node& node) {
        if (const auto* string = node.as_string()) {
            entry.kind = Entry::Kind::string;
            entry.text = string->get();
            return;
        }
        if (const auto* integer = node.as_integer()) {
            entry.kind = Entry::Kind::integer;
            entry.number = integer->get();
            return;
        }
        if (const auto* boolean = node.as_boolean()) {
            entry.kind = Entry::Kind::boolean;
            entry.number = boolean->get() ? 1 : 0;
            return;
        }
        entry.text = std::string(lines_.slice(entry.spot.place, entry.spot.length));
        if (node.is_floating_point()) {
            entry.kind = Entry::Kind::decimal;
        } else if (const auto* date = node.as_date_time()) {
            entry.kind = Entry::Kind::date;
            entry.date = written(date->get());
        }
    }

    Lines lines_;
    std::uint16_t file_;
    std::optional<Spot> too_deep_;
};

}  // namespace

Document read_document(std::string_view text, std::uint16_t file) {
    if (const auto problem = guard(text)) return {std::nullopt, *problem};
    return parse_document(text, file);
}

Document parse_document(std::string_view text, std::uint16_t file) {
    Document document;
    try {
        const toml::table table = toml::parse(text);
        Conversion conversion(text, file);
        document.root = conversion.convert(table, 0);
        if (const auto& deep = conversion.too_deep()) {
            document.root.reset();
            document.problem = {
                deep->place, deep->length, fmt::format("nested deeper than {}", limits::nesting),
                {},          {},           {}};
        }
    } catch (const toml::parse_error& error) {
        document.root.reset();
        std::string message(error.description());
        if (message.starts_with("Error while ")) message.erase(0, 12);
        const Spot spot = spot_of(error.source(), file);
        document.problem = {spot.place, spot.length, "not TOML: " + message, {}, {}, {}};
    } catch (const std::exception& error) {
        document.root.reset();
        document.problem = {{}, 1,  std::string("cannot be read as TOML: ") + error.what(),
                            {}, {}, {}};
    }
    return document;
}

}  // namespace sim::scenario
