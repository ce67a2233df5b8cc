// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace binnacle {

/// Fifty texts that would run or load something where a document took them for more than text: each that runs
/// would set the document's title to "canary", each that loads would ask http://canary.example.
inline const std::vector<std::string>& webCanaries() {
    static const std::vector<std::string> kCanaries = {
        R"(<script>document.title='canary'</script>)",
        R"(</script><script>document.title='canary'</script>)",
        R"(<script src=http://canary.example/1.js></script>)",
        R"(<script type=module>document.title='canary'</script>)",
        R"(<ScRiPt>document.title="canary"</sCrIpT>)",
        R"(<scr<script>ipt>document.title='canary'</script>)",
        R"(</title><script>document.title='canary'</script>)",
        R"(</style><script>document.title='canary'</script>)",
        R"(--><script>document.title='canary'</script>)",
        R"(]]><script>document.title='canary'</script>)",
        R"("><script>document.title='canary'</script>)",
        R"('><script>document.title='canary'</script>)",
        R"(<img src=x onerror="document.title='canary'">)",
        R"(<img src="http://canary.example/2.png">)",
        R"(<img/src/onerror=document.title='canary'>)",
        R"(<img srcset="http://canary.example/3.png 2x">)",
        R"("onmouseover="document.title='canary')",
        R"(' onfocus='document.title="canary"' autofocus ')",
        R"(<svg onload="document.title='canary'">)",
        R"(<svg><script>document.title='canary'</script></svg>)",
        R"(<svg><image href="http://canary.example/4.png"/></svg>)",
        R"(<svg><use href="http://canary.example/5.svg#a"/></svg>)",
        R"(<svg><foreignObject><iframe src=http://canary.example/6></iframe></foreignObject></svg>)",
        R"(<svg><animate onbegin="document.title='canary'" attributeName=x dur=1s>)",
        R"(<math><mtext><img src=x onerror="document.title='canary'"></mtext></math>)",
        R"(<iframe src="javascript:document.title='canary'"></iframe>)",
        R"(<iframe src="http://canary.example/7"></iframe>)",
        R"(<iframe srcdoc="<script>top.document.title='canary'</script>"></iframe>)",
        R"(<object data="http://canary.example/8"></object>)",
        R"(<embed src="http://canary.example/9">)",
        R"(<applet code="http://canary.example/10"></applet>)",
        R"(<link rel=stylesheet href="http://canary.example/11.css">)",
        R"(<link rel=prefetch href="http://canary.example/12">)",
        R"(<link rel=dns-prefetch href="//canary.example">)",
        R"(<style>@import 'http://canary.example/13.css';</style>)",
        R"(<style>body{background:url(http://canary.example/14.png)}</style>)",
        R"x(<div style="background:url('http://canary.example/15.png')">)x",
        R"(<meta http-equiv=refresh content="0;url=http://canary.example/16">)",
        R"(<base href="http://canary.example/">)",
        R"(<form action="http://canary.example/17"><input autofocus onfocus=this.form.submit()>)",
        R"(<video poster="http://canary.example/18.png" src="http://canary.example/19.mp4" autoplay>)",
        R"(<audio src="http://canary.example/20.mp3" autoplay onerror="document.title='canary'">)",
        R"(<details open ontoggle="document.title='canary'">)",
        R"(<body onload="document.title='canary'">)",
        R"(<marquee onstart="document.title='canary'">)",
        R"(<a href="javascript:document.title='canary'">x</a>)",
        R"([x](javascript:document.title='canary') ![x](http://canary.example/21.png))",
        R"({{constructor.constructor("document.title='canary'")()}} ${document.title='canary'})",
        R"(&lt;script&gt;document.title='canary'&lt;/script&gt;)",
        R"(&#60;script&#62;document.title='canary'&#60;/script&#62; %1 %2 %3)",
    };
    return kCanaries;
}

}  // namespace binnacle
