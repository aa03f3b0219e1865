// `/…/` among the lines of a log expectation: the pattern, and the messages that it could match.
// One that no message can match is told at once.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "sim/scenario/context.hpp"
#include "sim/scenario/limits.hpp"
#include "sim/scenario/message_text.hpp"

namespace sim::scenario {

namespace {

Pattern::Letters letters_of(std::string_view text) {
    Pattern::Letters letters;
    for (const char c : text) letters.set(static_cast<unsigned char>(c));
    return letters;
}

/// Whether some line that a text of the catalogue can become has the pattern in it.
bool can_match(const Pattern& pattern, const std::vector<TextPiece>& pieces, TextForms& forms) {
    PatternWalk walk(pattern);
    for (const TextPiece& piece : pieces) {
        if (piece.argument < 0) {
            walk.text(piece.literal);
            continue;
        }
        std::vector<std::string_view> words;
        for (const Candidate& candidate : forms.candidates(piece.form)) {
            words.push_back(candidate.text);
        }
        if (prints_number(piece.form)) {
            walk.any_of(letters_of("-0123456789"), 1);
        } else if (words.empty()) {
            constexpr std::array words_alone{"path", "item", "letters", "datadir", "setting"};
            const bool word = std::ranges::find(words_alone, piece.form) != words_alone.end();
            walk.any_of(word ? ~letters_of(" \t") : Pattern::Letters().set(), 0);
        } else {
            walk.one_of(words);
        }
    }
    return walk.ends();
}

/// The command lines that some proxy runs, as the file gives them.
std::vector<std::string> command_lines(const Context& context) {
    std::vector<std::string> lines;
    const auto& parameters = context.catalogue->parameters;
    for (const ProxySpec& proxy : context.scenario.proxies) {
        for (std::size_t i = 0; i < proxy.parameters.size(); ++i) {
            const auto* text = std::get_if<std::string>(&proxy.parameters[i]);
            const bool command = parameters[i].name.ends_with("_command");
            if (text != nullptr && command && !text->empty()) lines.push_back(*text);
        }
    }
    return lines;
}

/// A command line in pieces: its placeholders (%d) print a word each.
std::vector<TextPiece> pieces_of_command(const std::string& line) {
    std::vector<TextPiece> pieces(1);
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] == '%' && at + 1 < line.size()) {
            ++at;
            pieces.push_back({"", 0, "path"});
            pieces.emplace_back();
        } else {
            pieces.back().literal += line[at];
        }
    }
    return pieces;
}

/// A text in pieces, once for each command line that may stand in it.
std::vector<std::vector<TextPiece>> readings(const Context& context, std::string_view text) {
    const std::vector<TextPiece> pieces = pieces_of(text, context.dialect);
    const auto hole = std::ranges::find(pieces, "command", &TextPiece::form);
    if (hole == pieces.end()) return {pieces};
    std::vector<std::vector<TextPiece>> all;
    for (const std::string& line : command_lines(context)) {
        std::vector<TextPiece> reading(pieces.begin(), hole);
        std::ranges::copy(pieces_of_command(line), std::back_inserter(reading));
        reading.insert(reading.end(), hole + 1, pieces.end());
        all.push_back(std::move(reading));
    }
    return all;
}

/// Which of a message's lines could match: its own, or one of those below it.
struct Reach {
    bool message = false;
    bool below = false;
};

Reach reach_of(const Context& context, const failover::MessageText& message, const Pattern& pattern,
               TextForms& forms) {
    const auto can = [&](std::string_view text) {
        if (text.empty()) return false;
        return std::ranges::any_of(readings(context, text), [&](const auto& pieces) {
            return can_match(pattern, pieces, forms);
        });
    };
    if (!is_printed(message.severity) || is_dropped(message, context.dialect)) return {};
    return {can(message.text), can(message.detail) || can(message.hint) || can(message.context)};
}

}  // namespace

std::optional<LogExpectation::Line> compile_pattern(Context& context, const Entry& value) {
    const std::string_view text = std::string_view(value.text).substr(1, value.text.size() - 2);
    if (text.size() > limits::pattern_characters) {
        context.reader.complain(value.spot, fmt::format("a pattern of more than {} characters",
                                                        limits::pattern_characters));
        return std::nullopt;
    }
    auto read = Pattern::read(text);
    if (!read.value) {
        context.reader.complain_inside(value, {read.offset + 1, 1, read.message, read.help});
        return std::nullopt;
    }
    LogExpectation::Line line;
    line.source = value.text;
    line.detail = true;
    TextForms forms(context);
    for (const failover::MessageText& message : context.catalogue->messages) {
        const Reach reach = reach_of(context, message, *read.value, forms);
        if (!reach.message && !reach.below) continue;
        if (reach.message) line.detail = false;
        if (line.id == 0)
            line.id = message.id;
        else
            line.same_text.push_back(message.id);
    }
    line.pattern = std::move(*read.value);
    if (line.id != 0) return line;
    context.reader.complain(
        value.spot,
        fmt::format("no message that {} prints can match this pattern",
                    context.dialect == nullptr ? std::string_view(context.scenario.logic)
                                               : context.dialect->name));
    return std::nullopt;
}

}  // namespace sim::scenario
