// Shows or dumps what layout makes of files:
//   layout_extract FILE...          one line a unit of text: role, then the text
//   layout_extract --json FILE...   one JSON object a story: uri, headline, published, parts as [role, text]
#include <cstdio>
#include <cstring>
#include <string>

#include <nlohmann/json.hpp>

#include "layout/layout.h"

int main(int argc, char** argv) {
  using namespace dragoman;
  bool json = false;
  int failures = 0;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--json") == 0) {
      json = true;
      continue;
    }
    const Status status = ingest_file(argv[i], {}, [&](Result<Story> story) {
      if (!story.ok()) {
        std::fprintf(stderr, "%s\n", story.status().message().c_str());
        ++failures;
        return true;
      }
      const Layout layout = read_layout(*story);
      nlohmann::json parts = nlohmann::json::array();
      for (const Part& part : layout.parts) {
        const std::string text = story->text.str(story->text.trim(part.span));
        if (json) {
          parts.push_back({name_of(part.role), text});
        } else {
          std::printf("%-11s %s\n", name_of(part.role), text.c_str());
        }
      }
      if (json)
        std::printf("%s\n", nlohmann::json{{"uri", story->source.uri},
                                           {"headline", layout.headline},
                                           {"published", story->published},
                                           {"authors", story->source.authors},
                                           {"parts", parts}}
                                .dump()
                                .c_str());
      return true;
    });
    if (!status.ok()) {
      std::fprintf(stderr, "%s\n", status.message().c_str());
      ++failures;
    }
  }
  return failures == 0 ? 0 : 1;
}
