from transformers import BertForMaskedLM, T5ForConditionalGeneration

bert = BertForMaskedLM.from_pretrained("bert-base-uncased")
t5 = T5ForConditionalGeneration.from_pretrained("google/flan-t5-large")
xlm = load("FacebookAI/xlm-roberta-base")
nllb = {"model_id": "facebook/nllb-200-distilled-600M"}
marian = "Helsinki-NLP/opus-mt-en-de"
