// Turns what the speech reader found (reading/actors/speech.h) into rows: speakers, relays and listeners become actors.
//
// A quote inside another is relayed by the speakers of those around it, nearest first; a relay that the sentence names
// itself
// ("X quoted Y as saying") comes before them.
#include "reading/quotes/quotes.h"

#include <algorithm>

#include <fmt/format.h>

#include "reading/actors/speech.h"

namespace dragoman {
namespace {

void add_actors(const Actors& actors, const Document& doc, int32_t head, std::vector<std::string>& to) {
  for (const ActorRef& ref : actors.of(doc, head))
    if (std::find(to.begin(), to.end(), ref.actor) == to.end()) to.push_back(ref.actor);
}

bool holds(const Quote& quote, Span span) {
  for (Span content : quote.content)
    if (content.contains(span)) return true;
  return false;
}

bool definite(const Document& doc, int32_t head) {
  int32_t determiner = doc.dependent(head, "det");
  return determiner >= 0 && (doc.tokens[determiner].lemma == "the" || doc.tokens[determiner].lemma == "this");
}

// Quotes around a quote stand near it in order of their beginnings: this far to either side they are looked for.
constexpr size_t kQuoteWindow = 100;
size_t first_near(size_t i) {
  return i > kQuoteWindow ? i - kQuoteWindow : 0;
}

// "The statement said" is of one who spoke at most this many sentences before.
constexpr int32_t kDocumentReach = 3;

int32_t size_of(const Quote& quote) {
  int32_t size = 0;
  for (Span content : quote.content) size += content.size();
  return size;
}

}  // namespace

std::vector<Quote> read_quotes(const Context& context, const Actors& actors) {
  const Document& doc = context.doc;
  SpeechMap map = read_speech(context);
  std::vector<Quote> quotes;
  for (const Speech& speech : map.speeches) {
    Quote quote;
    quote.id = fmt::format("q{}", quotes.size() + 1);
    quote.kind = speech.kind;
    quote.content = speech.content;
    if (speech.cue.end > speech.cue.begin) quote.cue = doc.span_of(speech.cue);
    for (int32_t head : speech.speakers) {
      add_actors(actors, doc, head, quote.speakers);
      if (quote.speaker_span) continue;
      std::vector<ActorRef> refs = actors.of(doc, head);
      quote.speaker_span = refs.empty() ? doc.tokens[head].span : refs.front().span;
    }
    // "the statement said" has the words of whoever spoke a moment before.
    if (quote.speakers.empty() && !speech.speakers.empty() && is_document(doc.tokens[speech.speakers.front()].lemma) &&
        definite(doc, speech.speakers.front())) {
      const int32_t sentence = doc.tokens[speech.speakers.front()].sentence;
      for (size_t i = quotes.size(); i-- > 0 && quote.speakers.empty();) {
        const int32_t said = doc.token_at(quotes[i].content.back().end - 1);
        if (said < 0 || sentence - doc.tokens[said].sentence > kDocumentReach) break;
        quote.speakers = quotes[i].speakers;
      }
    }
    for (int32_t head : speech.via) add_actors(actors, doc, head, quote.via);
    for (int32_t head : speech.addressee) add_actors(actors, doc, head, quote.addressee);
    quote.confidence = speech.score * (quote.speakers.empty() ? 0.6 : 1.0);
    quotes.push_back(std::move(quote));
    if (context.trace) {
      const Quote& row = quotes.back();
      std::string who = "nobody known";
      if (!row.speakers.empty()) {
        who.clear();
        for (const std::string& id : row.speakers)
          for (const Actor& actor : actors.actors)
            if (actor.id == id) who += (who.empty() ? "" : ", ") + actor.name;
      }
      context.trace->add("quotes", row.content.front(),
                         fmt::format("{} {} by {}: {}", row.id, name_of(row.kind), who, speech.why));
    }
  }
  // Relays from the quotes around.
  std::vector<std::vector<std::string>> relays(quotes.size());
  for (size_t i = 0; i < quotes.size(); ++i) {
    std::vector<size_t> around;
    for (size_t k = first_near(i); k < quotes.size() && k <= i + kQuoteWindow; ++k) {
      if (k == i || size_of(quotes[k]) <= size_of(quotes[i])) continue;
      Span inside = quotes[i].cue ? *quotes[i].cue : quotes[i].content.front();
      if (holds(quotes[k], quotes[i].content.front()) && holds(quotes[k], inside)) around.push_back(k);
    }
    std::stable_sort(around.begin(), around.end(),
                     [&](size_t a, size_t b) { return size_of(quotes[a]) < size_of(quotes[b]); });
    for (size_t k : around)
      for (const std::string& id : quotes[k].speakers) relays[i].push_back(id);
  }
  for (size_t i = 0; i < quotes.size(); ++i) {
    for (const std::string& id : relays[i]) {
      bool known = std::find(quotes[i].via.begin(), quotes[i].via.end(), id) != quotes[i].via.end() ||
                   std::find(quotes[i].speakers.begin(), quotes[i].speakers.end(), id) != quotes[i].speakers.end();
      if (!known) quotes[i].via.push_back(id);
    }
  }
  // "He said he believes ...": the inner cue adds nothing to whose words these are.
  std::vector<bool> repeats(quotes.size(), false);
  for (size_t i = 0; i < quotes.size(); ++i)
    for (size_t k = first_near(i); k < quotes.size() && k <= i + kQuoteWindow && !quotes[i].speakers.empty(); ++k)
      if (k != i && !repeats[k] && quotes[k].speakers == quotes[i].speakers &&
          size_of(quotes[k]) > size_of(quotes[i]) && quotes[i].cue && holds(quotes[k], *quotes[i].cue) &&
          holds(quotes[k], quotes[i].content.front()))
        repeats[i] = true;
  std::vector<Quote> kept;
  for (size_t i = 0; i < quotes.size(); ++i)
    if (!repeats[i]) kept.push_back(std::move(quotes[i]));
  for (size_t i = 0; i < kept.size(); ++i) kept[i].id = fmt::format("q{}", i + 1);
  return kept;
}

int quote_at(const std::vector<Quote>& quotes, Span span, std::vector<int>* outer) {
  std::vector<int> around;
  for (size_t i = 0; i < quotes.size(); ++i)
    if (holds(quotes[i], span)) around.push_back(static_cast<int>(i));
  std::stable_sort(around.begin(), around.end(), [&](int a, int b) { return size_of(quotes[a]) < size_of(quotes[b]); });
  if (outer) outer->assign(around.empty() ? around.end() : around.begin() + 1, around.end());
  return around.empty() ? -1 : around.front();
}

}  // namespace dragoman
