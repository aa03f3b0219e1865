// Log lines of a file, read back to a message of the logic's catalogue and its arguments: what the
// dialect would print is what is compared, but as numbers.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/scenario/context.hpp"
#include "sim/scenario/message_text.hpp"

namespace sim::scenario {

namespace {

using failover::MessageText;

/// Matches lines against one text of the catalogue.
class Matcher {
  public:
    explicit Matcher(Context& context) : forms_(context) {}

    using Arguments = std::array<std::optional<std::int32_t>, 6>;

    bool matches(const std::vector<TextPiece>& pieces, std::string_view line, Arguments& found) {
        pieces_ = &pieces;
        steps_ = 0;
        return from(0, line, found);
    }

  private:
    static std::size_t digits(std::string_view text) {
        std::size_t end = text.starts_with('-') ? 1 : 0;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
        return end == 1 && text[0] == '-' ? 0 : end;
    }
    bool from(std::size_t index, std::string_view line, Arguments& found) {
        // No text of a product has so many ways to be read; this bounds the search.
        if (++steps_ > 20'000) return false;
        if (index == pieces_->size()) return line.empty();
        const TextPiece& piece = (*pieces_)[index];
        if (piece.argument < 0) {
            if (!line.starts_with(piece.literal)) return false;
            return from(index + 1, line.substr(piece.literal.size()), found);
        }
        if (prints_number(piece.form)) return number(index, line, found);
        const std::vector<Candidate>& words = forms_.candidates(piece.form);
        if (words.empty()) return anything(index, line, found);
        for (const Candidate& candidate : words) {
            if (!line.starts_with(candidate.text)) continue;
            Arguments tried = found;
            if (!bind(tried, piece.argument, candidate.value)) continue;
            if (!from(index + 1, line.substr(candidate.text.size()), tried)) continue;
            found = tried;
            return true;
        }
        return false;
    }
    bool number(std::size_t index, std::string_view line, Arguments& found) {
        const TextPiece& piece = (*pieces_)[index];
        const std::size_t length = digits(line);
        const auto value = length == 0 ? std::nullopt : read_integer(line.substr(0, length));
        if (!value || *value < INT32_MIN || *value > INT32_MAX) return false;
        Arguments tried = found;
        // A port says nothing about whose it is.
        if (piece.form.empty() && !bind(tried, piece.argument, static_cast<std::int32_t>(*value))) {
            return false;
        }
        if (!from(index + 1, line.substr(length), tried)) return false;
        found = tried;
        return true;
    }
    bool anything(std::size_t index, std::string_view line, Arguments& found) {
        for (std::size_t length = line.size() + 1; length-- > 0;) {
            Arguments tried = found;
            if (!from(index + 1, line.substr(length), tried)) continue;
            found = tried;
            return true;
        }
        return false;
    }
    static bool bind(Arguments& arguments, std::int32_t index, std::optional<std::int32_t> value) {
        if (index < 0 || static_cast<std::size_t>(index) >= arguments.size()) return true;
        auto& slot = arguments[static_cast<std::size_t>(index)];
        if (slot && value && *slot != *value) return false;
        if (value) slot = value;
        return true;
    }

    TextForms forms_;
    const std::vector<TextPiece>* pieces_ = nullptr;
    int steps_ = 0;
};

/// A pasted line without the product's prefix: `<time>: pid 123: [ROLE:] LOG:  `.
struct Stripped {
    std::string_view text;
    bool detail = false;
};
Stripped strip(std::string_view line) {
    struct Level {
        std::string_view word;
        bool detail;
    };
    constexpr std::array levels{Level{"LOG:", false},   Level{"WARNING:", false},
                                Level{"ERROR:", false}, Level{"FATAL:", false},
                                Level{"PANIC:", false}, Level{"DETAIL:", true},
                                Level{"HINT:", true},   Level{"CONTEXT:", true}};
    const std::size_t pid = line.find(": pid ");
    const bool prefixed = pid != std::string_view::npos && pid <= 30;
    for (const Level& level : levels) {
        std::size_t at = 0;
        if (prefixed) {
            at = line.find(level.word, pid);
            if (at == std::string_view::npos || at > pid + 40) continue;
        } else if (!line.starts_with(level.word)) {
            continue;
        }
        std::string_view rest = line.substr(at + level.word.size());
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        return {rest, level.detail};
    }
    return {line, false};
}

/// A text as a person would write it: holes as `…`.
std::string with_holes(const std::vector<TextPiece>& pieces) {
    std::string text;
    for (const TextPiece& piece : pieces) text += piece.argument < 0 ? piece.literal : "…";
    return text;
}

/// Numbers and addresses as `…`, to compare with a text that has holes there.
std::string without_numbers(std::string_view line) {
    std::string text;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t end = std::min(line.find_first_not_of("0123456789.", at), line.size());
        const bool number =
            end > at && line.substr(at, end - at).find_first_not_of('.') != std::string_view::npos;
        if (number)
            text += "…";
        else
            text += line.substr(at, std::max<std::size_t>(end - at, 1));
        at = std::max(end, at + 1);
    }
    return text;
}

/// Whether a line may be this text: it begins as the text does before its first hole.
bool may_be(std::string_view line, std::string_view text, const DialectWords* dialect) {
    const std::string_view beginning = text.substr(0, text.find_first_of("{}"));
    if (dialect == nullptr || beginning.empty()) return line.starts_with(beginning);
    const bool other_word = std::ranges::any_of(
        dialect->replacements,
        [&](const DialectWords::Replacement& word) { return word.from[0] == beginning[0]; });
    if (!other_word && !line.starts_with(beginning[0])) return false;
    return line.starts_with(replaced(std::string(beginning), dialect));
}

/// Goes through the catalogue for one line.
class Search {
  public:
    Search(Context& context, const Entry& value)
        : context_(context), value_(value), matcher_(context), stripped_(strip(value.text)) {}

    std::optional<LogExpectation::Line> run() {
        for (const MessageText& message : context_.catalogue->messages) {
            if (!stripped_.detail) compare(message, message.text, false);
            if (!line_ || line_->detail || stripped_.detail) {
                compare(message, message.detail, true);
                compare(message, message.hint, true);
                compare(message, message.context, true);
            }
        }
        if (line_) return line_;
        if (!refused_.empty()) {
            context_.reader.complain(value_.spot, refused_);
        } else {
            std::string help = nearest_text();
            context_.reader.complain(value_.spot,
                                     fmt::format("{} prints no such message", dialect_name()),
                                     std::move(help));
        }
        return std::nullopt;
    }

  private:
    [[nodiscard]] std::string dialect_name() const {
        return context_.dialect == nullptr ? context_.scenario.logic
                                           : std::string(context_.dialect->name);
    }
    void compare(const MessageText& message, std::string_view text, bool detail) {
        if (text.empty() || !may_be(stripped_.text, text, context_.dialect)) return;
        Matcher::Arguments found{};
        if (!matcher_.matches(pieces_of(text, context_.dialect), stripped_.text, found)) return;
        if (!message.raw && !is_printed(message.severity)) {
            refused_ = "this message is below LOG: the product does not print it by default";
            return;
        }
        if (is_dropped(message, context_.dialect)) {
            refused_ = fmt::format("the dialect {} never prints this message", dialect_name());
            return;
        }
        accept(message, detail, found);
    }
    void accept(const MessageText& message, bool detail, const Matcher::Arguments& found) {
        std::vector<std::optional<std::int32_t>> arguments(found.begin(), found.end());
        while (!arguments.empty() && !arguments.back()) arguments.pop_back();
        if (line_ && line_->detail == detail) {
            if (line_->id != message.id && line_->arguments == arguments) {
                line_->same_text.push_back(message.id);
            }
            return;
        }
        if (line_ && detail) return;  // a message of its own is what was meant
        line_.emplace();
        line_->id = message.id;
        line_->detail = detail;
        line_->arguments = std::move(arguments);
        line_->source = value_.text;
    }
    /// The line in the dialect's words if that is all that is wrong with it, else the text of the
    /// catalogue that reads most like it.
    [[nodiscard]] std::string nearest_text() {
        const std::string mapped = replaced(std::string(stripped_.text), context_.dialect);
        if (mapped != stripped_.text) {
            for (const MessageText& message : context_.catalogue->messages) {
                Matcher::Arguments found{};
                const auto pieces = pieces_of(message.text, context_.dialect);
                if (matcher_.matches(pieces, mapped, found)) {
                    return fmt::format("in the words of this dialect: `{}`", mapped);
                }
            }
        }
        const std::vector<std::string> texts = texts_to_offer();
        const std::vector<std::string_view> views(texts.begin(), texts.end());
        const std::string near = nearest(without_numbers(stripped_.text), views);
        return near.empty() ? "a pattern stands between slashes: \"/fail.*back/\""
                            : fmt::format("did you mean `{}`?", near);
    }

    [[nodiscard]] std::vector<std::string> texts_to_offer() const {
        std::vector<std::string> texts;
        const auto add = [&](std::string_view text) {
            if (!text.empty()) texts.push_back(with_holes(pieces_of(text, context_.dialect)));
        };
        for (const MessageText& message : context_.catalogue->messages) {
            if (!stripped_.detail) add(message.text);
            for (const std::string_view text : {message.detail, message.hint, message.context}) {
                add(text);
            }
        }
        return texts;
    }

    Context& context_;
    const Entry& value_;
    Matcher matcher_;
    Stripped stripped_;
    std::optional<LogExpectation::Line> line_;
    std::string refused_;
};

}  // namespace

std::optional<LogExpectation::Line> compile_line(Context& context, const Entry& value) {
    if (context.catalogue == nullptr) return std::nullopt;
    if (value.text.size() >= 2 && value.text.front() == '/' && value.text.back() == '/') {
        return compile_pattern(context, value);
    }
    return Search(context, value).run();
}

}  // namespace sim::scenario
