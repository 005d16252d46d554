package com.acme.openai;

import com.openai.models.ChatModel;

class Chat {
    private static final String MODEL = "gpt-4.1";
    // "gpt-3.5-turbo-16k" was too dear
    ChatLanguageModel build() {
        return OllamaChatModel.builder().modelName("mistral").baseUrl("x").build();
    }
    boolean is(String m) { return m.startsWith("gpt-4"); }
}
