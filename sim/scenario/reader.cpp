// Typed access to the tree of a file, with a diagnostic for everything that does not fit.
#include "sim/scenario/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/limits.hpp"
#include "sim/scenario/source.hpp"

namespace sim::scenario {

namespace {

using Kind = Entry::Kind;

bool accepts(Form form, Kind kind) {
    switch (form) {
        case Form::text:
        case Form::word:
        case Form::span:
        case Form::range:
        case Form::rate:
        case Form::lsn:
        case Form::bytes:
        case Form::condition:
        case Form::host:
        case Form::database:
        case Form::proxy:
            return kind == Kind::string;
        case Form::integer:
            return kind == Kind::integer;
        case Form::boolean:
            return kind == Kind::boolean;
        case Form::date:
            return kind == Kind::date;
        case Form::decimal:
            return kind == Kind::integer || kind == Kind::decimal;
        case Form::texts:
        case Form::list:
            return kind == Kind::array;
        case Form::table:
            return kind == Kind::table;
        case Form::any:
            return true;
    }
    return false;
}

std::string kind_help(const Entry& value, Form form) {
    if (form == Form::span || form == Form::range) {
        if (value.kind == Kind::integer)
            return fmt::format("a unit is missing: \"{}s\"?", value.number);
    }
    if (form == Form::boolean && value.kind == Kind::string)
        return "write true or false, no quotes";
    if (form == Form::integer && value.kind == Kind::string && read_integer(value.text)) {
        return fmt::format("without quotes: {}", value.text);
    }
    if (form == Form::list && value.kind == Kind::table)
        return "sections of a list have double brackets: [[…]]";
    if (form == Form::table && value.kind == Kind::array)
        return "this section has single brackets: […]";
    return {};
}

}  // namespace

std::string did_you_mean(std::string_view word, std::span<const std::string_view> valid) {
    const std::string near = nearest(word, valid);
    return near.empty() ? std::string() : fmt::format("did you mean `{}`?", near);
}

std::vector<std::string_view> split_choices(std::string_view choices) {
    std::vector<std::string_view> words;
    while (!choices.empty()) {
        const std::size_t bar = choices.find('|');
        words.push_back(choices.substr(0, bar));
        choices = bar == std::string_view::npos ? std::string_view() : choices.substr(bar + 1);
    }
    return words;
}

std::uint16_t Reader::add_source(std::string name, std::string text) {
    sources_.push_back({std::move(name), std::move(text)});
    return static_cast<std::uint16_t>(sources_.size() - 1);
}

void Reader::complain(const Spot& spot, std::string message, std::string help) {
    if (diagnostics_.size() == limits::diagnostics_collected) return;
    const Source& source = sources_[spot.file];
    Diagnostic diagnostic{spot.place,         spot.length,
                          std::move(message), std::move(help),
                          source.name,        std::string(line_of(source.text, spot.place.line))};
    if (std::ranges::find(diagnostics_, diagnostic) == diagnostics_.end()) {
        diagnostics_.push_back(std::move(diagnostic));
    }
}

void Reader::complain_inside(const Entry& string, const TextProblem& problem) {
    if (diagnostics_.size() == limits::diagnostics_collected) return;
    if (string.kind != Kind::string) return complain(string.spot, problem.message, problem.help);
    const std::string_view value = string.text;
    const std::size_t offset = std::min(problem.offset, value.size());
    Spot spot = string.spot;
    spot.place = inside_string(text_of(spot.file), spot.place, offset);
    spot.length = std::max(1U, characters(value.substr(offset, problem.length)));
    complain(spot, problem.message, problem.help);
}

void Reader::complain_of_file(const std::string& file, std::string message) {
    diagnostics_.push_back({{}, 1, std::move(message), {}, file, {}});
}

bool Reader::fits(const Entry& value, const Key& key) {
    if (key.form != Form::word || value.kind == Kind::string)
        return fits(value, key.form, key.name);
    complain(value.spot,
             fmt::format("`{}` takes one of a few words, not {}", key.name, kind_words(value.kind)),
             fmt::format("one of: \"{}\"", fmt::join(split_choices(key.choices), "\", \"")));
    return false;
}

bool Reader::fits(const Entry& value, Form form, std::string_view key) {
    if (!accepts(form, value.kind)) {
        complain(
            value.spot,
            fmt::format("`{}` takes {}, not {}", key, form_words(form), kind_words(value.kind)),
            kind_help(value, form));
        return false;
    }
    const Kind inner = form == Form::texts ? Kind::string : Kind::table;
    if (form != Form::texts && form != Form::list) return true;
    for (const Entry& element : value.elements) {
        if (element.kind == inner) continue;
        complain(element.spot, fmt::format("`{}` takes {}, this is {}", key, form_words(form),
                                           kind_words(element.kind)));
        return false;
    }
    return true;
}

void Reader::check(const Entry& table, std::span<const Section* const> sections,
                   std::span<const std::string_view> more) {
    std::vector<std::string_view> valid(more.begin(), more.end());
    for (const Section* section : sections) {
        for (const Key& key : section->keys) valid.push_back(key.name);
    }
    const auto key_of = [&](std::string_view name) -> const Key* {
        for (const Section* section : sections) {
            const auto found = std::ranges::find(section->keys, name, &Key::name);
            if (found != section->keys.end()) return &*found;
        }
        return nullptr;
    };
    for (const Field& field : table.fields) {
        if (const Key* key = key_of(field.key)) {
            fits(field.value, *key);
        } else if (std::ranges::find(more, field.key) == more.end()) {
            complain(field.spot,
                     fmt::format("unknown key `{}` in {}", field.key, sections.front()->name),
                     did_you_mean(field.key, valid));
        }
    }
    for (const Section* section : sections) {
        for (const Key& key : section->keys) {
            if (!key.required || table.find(key.name) != nullptr) continue;
            complain(table.spot, fmt::format("{} needs `{}`", section->name, key.name),
                     fmt::format("{}: {}", key.name, key.meaning));
        }
    }
}

std::optional<std::string> Reader::text(const Entry& table, std::string_view key) const {
    const Entry* value = table.find(key);
    if (value == nullptr || value->kind != Kind::string) return std::nullopt;
    return value->text;
}

std::optional<std::int64_t> Reader::integer(const Entry& table, std::string_view key,
                                            std::int64_t least, std::int64_t most) {
    const Entry* value = table.find(key);
    if (value == nullptr || value->kind != Kind::integer) return std::nullopt;
    if (value->number < least || value->number > most) {
        complain(value->spot, fmt::format("`{}` must be between {} and {}", key, least, most));
        return std::nullopt;
    }
    return value->number;
}

std::optional<bool> Reader::boolean(const Entry& table, std::string_view key) const {
    const Entry* value = table.find(key);
    if (value == nullptr || value->kind != Kind::boolean) return std::nullopt;
    return value->number != 0;
}

std::optional<Duration> Reader::span(const Entry& table, std::string_view key, bool sign) {
    const Entry* value = table.find(key);
    if (value == nullptr || value->kind != Kind::string) return std::nullopt;
    return take(*value, read_span(value->text, sign));
}

std::optional<Span> Reader::range(const Entry& table, std::string_view key) {
    const Entry* value = table.find(key);
    if (value == nullptr || value->kind != Kind::string) return std::nullopt;
    return take(*value, read_range(value->text));
}

std::optional<std::size_t> Reader::word(const Entry& table, std::string_view key,
                                        std::string_view choices) {
    const Entry* value = table.find(key);
    if (value == nullptr || value->kind != Kind::string) return std::nullopt;
    const std::vector<std::string_view> words = split_choices(choices);
    const auto found = std::ranges::find(words, value->text);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::string help = did_you_mean(value->text, words);
    if (help.empty()) help = fmt::format("one of: {}", fmt::join(words, ", "));
    complain(value->spot, fmt::format("`{}` cannot be `{}`", key, value->text), std::move(help));
    return std::nullopt;
}

std::optional<std::int64_t> Reader::millionths(const Entry& table, std::string_view key) {
    const Entry* value = table.find(key);
    if (value == nullptr) return std::nullopt;
    if (value->kind == Kind::decimal) return take(*value, read_millionths(value->text));
    if (value->kind != Kind::integer) return std::nullopt;
    const auto whole = integer(table, key, 0, 100'000'000);
    if (!whole) return std::nullopt;
    return *whole * 1'000'000;
}

}  // namespace sim::scenario
